"""Splink on the files of a folder, for comparison: python yardstick.py FOLDER, in an environment of its own.

Not part of the portal. Trained without labels on the two files, as its documentation shows for linking two lists; the
best match of each request at several thresholds. Prints one JSON object:
{"seconds": {"load": ..., "train": ..., "match": ...}, "at": {"0.95": {"auto": ..., "false": ..., "right": ...}, ...}}.
"""

import json
import sys
import time
from pathlib import Path

import splink.comparison_library as compared
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

THRESHOLDS = (0.95, 0.99, 0.9999, 0.999999)
READ = """
CREATE TABLE {table} AS
SELECT {id} AS unique_id, lower(first_name) AS first_name, lower(last_name) AS last_name, dob, sex, ssn,
       lower(address1) AS street, zip, phone, lower(email) AS email, mrn,
       substr(lower(last_name), 1, 4) AS last_start, substr(dob, 1, 4) AS year_born
  FROM read_csv('{path}', all_varchar = true, nullstr = '')
"""
# As near as possible to the keys of our first look.
BLOCKS = [
    block_on("ssn"),
    block_on("mrn"),
    block_on("dob", "last_start"),
    block_on("dob", "first_name"),
    block_on("first_name", "last_name", "year_born"),
    block_on("phone"),
    block_on("email"),
    block_on("street", "zip"),
]
COMPARISONS = [
    compared.NameComparison("first_name").configure(term_frequency_adjustments=True),
    compared.NameComparison("last_name").configure(term_frequency_adjustments=True),
    compared.DamerauLevenshteinAtThresholds("dob", [1, 2]),
    compared.DamerauLevenshteinAtThresholds("ssn", [1]),
    compared.ExactMatch("sex"),
    compared.ExactMatch("street"),
    compared.ExactMatch("phone"),
    compared.ExactMatch("email"),
    compared.ExactMatch("mrn"),
]
BEST = """
SELECT unique_id_r, arg_max(unique_id_l, match_weight), max(match_probability) FROM {table} GROUP BY unique_id_r
"""
TRUTH = "SELECT request_id, true_member_id FROM read_csv('{path}', all_varchar = true)"


def _trained(members, asked):
    settings = SettingsCreator(
        link_type="link_only", comparisons=COMPARISONS, blocking_rules_to_generate_predictions=BLOCKS
    )
    linker = Linker([members, asked], settings, log_level=None)
    training = linker.training
    training.estimate_probability_two_random_records_match([block_on("ssn")], recall=0.8)
    training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
    for block in (block_on("ssn"), block_on("dob")):
        training.estimate_parameters_using_expectation_maximisation(block)
    return linker


def _judged(best, truth):
    at = {}
    for threshold in THRESHOLDS:
        said = [(request, member) for request, member, chance in best if chance >= threshold]
        right = sum(member in truth[request].split("|") for request, member in said)
        at[str(threshold)] = {"auto": len(said), "right": right, "false": len(said) - right}
    return at


def main(folder):
    started = time.perf_counter()
    api = DuckDBAPI()
    connection = api.duckdb_con
    for table, key in (("members", "member_id"), ("requests", "request_id")):
        connection.execute(READ.format(table=table, id=key, path=folder / f"{table}.csv"))
    members, asked = (api.register(name, dataset_display_name=name) for name in ("members", "requests"))
    loaded = time.perf_counter()
    linker = _trained(members, asked)
    trained = time.perf_counter()
    pairs = linker.inference.predict(threshold_match_probability=0.5).physical_name
    best = connection.execute(BEST.format(table=pairs)).fetchall()
    matched = time.perf_counter()
    truth = dict(connection.execute(TRUTH.format(path=folder / "truth.csv")).fetchall())
    seconds = {"load": loaded - started, "train": trained - loaded, "match": matched - trained}
    print(json.dumps({"seconds": seconds, "at": _judged(best, truth), "requests": len(truth)}))


main(Path(sys.argv[1]))
