"""The faults that `make mutants` plants are there to be planted, whatever became of the code."""

from collections import Counter

from tests.faults import KINDS, PER_KIND, data_faults, plot_faults


def test_every_fault_of_a_figure_finds_its_place():
    faults = plot_faults()  # stops where the text to replace does not stand exactly once
    assert len(faults) == 30
    assert all(fault.before not in fault.text or fault.before in fault.after for fault in faults)


def test_faults_of_the_data_are_the_same_every_time_and_all_different():
    faults = data_faults()
    assert faults == data_faults()
    assert Counter(fault.kind for fault in faults) == dict.fromkeys(KINDS, PER_KIND)
    assert len({(fault.path, fault.text) for fault in faults}) == len(faults) == 300
