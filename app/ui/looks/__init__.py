"""How the page looks: what the theme of Streamlit cannot say, as one style sheet."""
