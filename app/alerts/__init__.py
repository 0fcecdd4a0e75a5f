"""Alerts: rules over the last questions, which open and close and are told to a webhook."""
