// Prints, for each file, the pieces of each line with their innermost scope, as VS Code colours them.
// Arguments: the folder of node modules, the grammar, the files.

const fs = require("fs");
const path = require("path");
const [modules, grammar, ...files] = process.argv.slice(2);
const { Registry, parseRawGrammar, INITIAL } = require(path.resolve(modules, "vscode-textmate"));
const onig = require(path.resolve(modules, "vscode-oniguruma"));

async function main() {
  await onig.loadWASM(fs.readFileSync(path.join(modules, "vscode-oniguruma/release/onig.wasm")).buffer);
  const onigLib = Promise.resolve({
    createOnigScanner: (patterns) => new onig.OnigScanner(patterns),
    createOnigString: (text) => new onig.OnigString(text),
  });
  const loadGrammar = async () => parseRawGrammar(fs.readFileSync(grammar, "utf8"), grammar);
  const loaded = await new Registry({ onigLib, loadGrammar }).loadGrammar("source.licenselogic");
  const found = {};
  for (const file of files) {
    let state = INITIAL;
    found[file] = fs.readFileSync(file, "utf8").split("\n").map((line) => {
      const result = loaded.tokenizeLine(line, state);
      state = result.ruleStack;
      return result.tokens.map((t) => [t.startIndex, t.endIndex, t.scopes[t.scopes.length - 1]]);
    });
  }
  process.stdout.write(JSON.stringify(found));
}

main();
