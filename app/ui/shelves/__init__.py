"""Parts of the library page: adding, listing, what is done with documents, and reading them."""
