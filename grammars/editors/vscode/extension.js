// Starts the language server of licenselogic for Visual Studio Code.

const { workspace } = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

let client;

exports.activate = () => {
  const command = workspace.getConfiguration("licenselogic").get("command");
  const documentSelector = [
    { language: "licenselogic" },
    { scheme: "file", language: "markdown" },
    { scheme: "file", language: "yaml" },
    { scheme: "file", language: "json" },
  ];
  client = new LanguageClient("licenselogic", { command, args: ["lsp"] }, { documentSelector });
  return client.start();
};

exports.deactivate = () => client?.stop();
