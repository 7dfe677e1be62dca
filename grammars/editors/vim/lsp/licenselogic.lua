-- The language server of licenselogic, for Neovim 0.11 and later.
return {
  cmd = { "licenselogic", "lsp" },
  filetypes = { "licenselogic", "yaml", "json", "markdown" },
}
