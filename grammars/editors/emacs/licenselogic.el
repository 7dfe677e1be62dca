;;; licenselogic.el --- Clause files of licenselogic  -*- lexical-binding: t; -*-

;; Colours for clause files (*.lic), and the language server for them, by way of Eglot.

;;; Code:

(defconst licenselogic-blocks
  '("clause" "exception" "group" "item" "license" "omit" "policy" "template" "unmodelled"))

(defconst licenselogic-norms
  '("forbid" "permit" "require" "term"))

(defconst licenselogic-keywords
  '("alias" "and" "as" "assuming" "because" "binds" "counts" "covers" "deprecated" "drop"
    "except" "extends" "family" "field" "flow-down" "forbids" "from"
    "further-restrictions" "hub" "if" "in" "licensor" "means" "modifies" "not"
    "notwithstanding" "of" "on" "or" "or-later" "passage" "read" "relicense" "review"
    "says" "self" "series" "sha256" "text" "title" "to" "unless" "when"))

(defvar licenselogic-mode-syntax-table
  (let ((table (make-syntax-table)))
    (modify-syntax-entry ?# "<" table)
    (modify-syntax-entry ?\n ">" table)
    (modify-syntax-entry ?\" "\"" table)
    (dolist (mark '(?- ?_ ?. ?+))
      (modify-syntax-entry mark "_" table))
    table))

(defvar licenselogic-font-lock-keywords
  `(("\\_<\\(field\\)[ \t]+in\\_>" (1 font-lock-variable-name-face))
    (,(regexp-opt licenselogic-blocks 'symbols) . font-lock-type-face)
    (,(regexp-opt licenselogic-norms 'symbols) . font-lock-builtin-face)
    (,(regexp-opt licenselogic-keywords 'symbols) . font-lock-keyword-face)))

;;;###autoload
(define-derived-mode licenselogic-mode prog-mode "Clauses"
  "Major mode for clause files of licenselogic."
  (setq-local comment-start "# ")
  (setq-local font-lock-defaults '(licenselogic-font-lock-keywords)))

;;;###autoload
(add-to-list 'auto-mode-alist '("\\.lic\\'" . licenselogic-mode))

(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs
               '(licenselogic-mode . ("licenselogic" "lsp"))))

(provide 'licenselogic)
;;; licenselogic.el ends here
