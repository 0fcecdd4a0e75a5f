"""A document told in a few sentences, each with the place in the document that it stands on."""
