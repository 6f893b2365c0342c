"""Figures with formula and base, their trends and parts, the services behind them, reports."""
