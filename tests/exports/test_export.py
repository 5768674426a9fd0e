import gc

from pipelines.exports.export import Scratch


def test_a_forgotten_scratch_folder_is_removed() -> None:
    scratch = Scratch()
    folder = scratch.folder
    (folder / "cases.csv").write_text("x")
    del scratch
    gc.collect()
    assert not folder.exists()
