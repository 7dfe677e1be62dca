" Colours for clause files (*.lic) of licenselogic, for Vim and Neovim.
if exists("b:current_syntax")
  finish
endif

" Words hold hyphens, dots and plus signs.
syntax iskeyword @,48-57,_,-,.,+

syntax keyword licBlock
  \ clause exception group item license omit policy template unmodelled
syntax keyword licNorm
  \ forbid permit require term
syntax keyword licLogic
  \ and if in not or unless
syntax keyword licKeyword
  \ alias as assuming because binds counts covers deprecated drop except extends family
  \ flow-down forbids from further-restrictions hub licensor means modifies
  \ notwithstanding of on or-later passage read relicense review says self series sha256
  \ text title to when
syntax match licKeyword /\<field\>/
syntax match licFact /\<field\ze\s\+in\>/
syntax match licFact /\%(\<\%(if\|unless\|and\|or\|not\)[ (]\)\@<=field\>/
syntax match licNumber /\v<\d[0-9_.e-]*>/
syntax match licOperator /[<>]=\?/
syntax region licString start=/"/ skip=/\\./ end=/"/ oneline
syntax match licComment /#.*$/

highlight default link licBlock Structure
highlight default link licNorm Statement
highlight default link licLogic Operator
highlight default link licKeyword Keyword
highlight default link licFact Identifier
highlight default link licNumber Number
highlight default link licOperator Operator
highlight default link licString String
highlight default link licComment Comment

let b:current_syntax = "licenselogic"
