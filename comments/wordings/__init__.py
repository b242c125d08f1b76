"""Our wording of the guidelines, one module to a language. Plain Python, so that it reads without a site."""
