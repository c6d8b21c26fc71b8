"""Medians of repeated measurements."""
import statistics


def interval(values):
    """Median and its 95 % interval, without assuming how the values are distributed."""
    values = sorted(values)
    half = 0.98 * len(values) ** 0.5
    low = max(0, round(len(values) / 2 - half - 0.5))
    high = min(len(values) - 1, round(len(values) / 2 + half - 0.5))
    return statistics.median(values), values[low], values[high]


def shown(values, form='.2f'):
    median, low, high = interval(values)
    return f'{median:{form}} ({low:{form}}..{high:{form}})'
