"""What leaves Footnote for the services that watch it: spans by OTLP, figures for Prometheus."""
