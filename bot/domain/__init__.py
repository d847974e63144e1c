"""The office's rules: frozen values, standard library only."""
