"""Columns of the scans."""

from dataclasses import replace

from pipelines.measures.catalogue import load_catalogue
from pipelines.measures.measure import Bucket
from pipelines.measures.query_columns import columns_of


def test_a_rate_whose_only_bucket_takes_everything() -> None:
    measure = replace(
        load_catalogue().find("complaint_rate"),
        name="all_of_them",
        buckets=(Bucket(name="met", words="all"),),
    )
    assert columns_of(measure).inner["all_of_them"].sql() == "0"
