autocmd BufRead,BufNewFile *.lic setfiletype licenselogic
