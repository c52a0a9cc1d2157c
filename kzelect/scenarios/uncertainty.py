"""What final counts could have been: uncertainties that are named, each with what it supposes.

Final counts are not a sample, so no spread follows from them alone: whoever
simulates says which error is meant. In each of them the sum of the votes stays. A class
of your own will do as well: all it needs is the method of `Uncertainty`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from kzelect.apportionment.batch import Floats
from kzelect.apportionment.inputs import MOST_SEATS, read_share, whole
from kzelect.errors import KzelectError
from kzelect.text import as_code

Counts: TypeAlias = npt.NDArray[np.int64]

# The urn that NumPy draws from without replacement holds fewer ballots than this.
_URN = 10**9


class Uncertainty(Protocol):
    """Anything that draws votes: the classes of this module, or one of your own."""

    def draw(self, votes: Counts, *, size: int, rng: np.random.Generator) -> Counts:
        """Draw what the votes could have been.

        Parameters
        ----------
        votes : ndarray of int64, shape (parties,)
            Votes as counted, not negative, at least one of them above 0.
        size : int
            How many draws.
        rng : numpy.random.Generator
            The only source of chance.

        Returns
        -------
        ndarray of int64, shape (size, parties)
            Non-negative whole votes, one draw a row.
        """
        ...


@dataclass(frozen=True, slots=True)
class UniformSwing:
    """Every list's share is off by an error of the same spread, whatever its size.

    Supposes that errors are normal, have the same standard deviation for large lists and
    small, and sum to zero: what one list gains all others lose alike. A share that would fall
    below 0 becomes 0 and the rest is scaled back to 1, so the smallest lists gain on average
    if the spread is not small beside them.

    Parameters
    ----------
    spread : float
        Standard deviation of each share, 0 to 1: 0.02 is two points.

    Raises
    ------
    KzelectError
        If the spread is not a number from 0 to 1.

    References
    ----------
    D. Butler and S. D. Van Beek (1990), "Why Not Swing? Measuring Electoral
    Change", PS: Political Science & Politics 23, 178–184.

    Examples
    --------
    >>> import numpy as np
    >>> from kzelect.scenarios.uncertainty import UniformSwing
    >>> votes = np.array([600, 300, 100])
    >>> UniformSwing(0.02).draw(votes, size=2, rng=np.random.default_rng(1)).sum(axis=1)
    array([1000, 1000])
    """

    spread: float

    def __post_init__(self) -> None:
        read_share(self.spread, name="spread")

    def draw(self, votes: Counts, *, size: int, rng: np.random.Generator) -> Counts:
        """Draw votes: ``(size, parties)``, each row with the sum of ``votes``."""
        lists, total = len(votes), int(votes.sum())
        shares = rng.standard_normal((size, lists))
        shares -= shares.mean(axis=1, keepdims=True)
        # Errors that sum to zero spread a little less than independent ones.
        spread = float(read_share(self.spread, name="spread"))
        shares *= spread * np.sqrt(lists / max(lists - 1, 1))
        shares += votes / total
        np.maximum(shares, 0, out=shares)
        return _whole_votes(shares, total)


@dataclass(frozen=True, slots=True)
class DirichletShares:
    """Shares scatter about those counted as if a number of ballots were drawn at random.

    Supposes a Dirichlet distribution whose mean is the shares as counted: a share p has
    variance p(1 - p)/(concentration + 1). A concentration of n leaves as much unknown as a
    simple random sample of about n ballots. A list without votes stays without.

    Parameters
    ----------
    concentration : float
        At least 1; the greater, the nearer to the count.

    Raises
    ------
    KzelectError
        If the concentration is not a number of at least 1.

    References
    ----------
    S. Kotz, N. Balakrishnan and N. L. Johnson (2000), Continuous Multivariate
    Distributions, vol. 1, 2nd ed., ch. 49.

    Examples
    --------
    >>> import numpy as np
    >>> from kzelect.scenarios.uncertainty import DirichletShares
    >>> votes = np.array([600, 400, 0])
    >>> drawn = DirichletShares(1000).draw(votes, size=2, rng=np.random.default_rng(1))
    >>> drawn.sum(axis=1), drawn[:, 2]
    (array([1000, 1000]), array([0, 0]))
    """

    concentration: float

    def __post_init__(self) -> None:
        value, kinds = self.concentration, (int, float, np.number)
        is_number = isinstance(value, kinds) and not isinstance(value, (bool, np.timedelta64))
        if not (is_number and 1 <= value < 10.0**300):
            message = f"concentration is {as_code(value)}; expected a number of at least 1"
            raise KzelectError(message)

    def draw(self, votes: Counts, *, size: int, rng: np.random.Generator) -> Counts:
        """Draw votes: ``(size, parties)``, each row with the sum of ``votes``."""
        total = int(votes.sum())
        shape = votes / total * self.concentration
        return _whole_votes(rng.standard_gamma(shape, (size, len(votes))), total)


@dataclass(frozen=True, slots=True)
class Poll:
    """Percentages of a poll are off as those of a simple random sample of its size.

    As `DirichletShares` with the sample size as its concentration; `simulate` then reads
    ``votes`` as percentages. Polls err by more than chance: a smaller size than the one
    published allows for that.

    Parameters
    ----------
    sample_size : int
        How many people named a party.

    Raises
    ------
    KzelectError
        If the size is not a whole number of at least 1.

    Examples
    --------
    >>> import kzelect as kz
    >>> found = kz.simulate(
    ...     {"A": 48, "B": 47, "C": 5}, 10, error=kz.Poll(1000), draws=1000, rng=1,
    ...     method="hare", threshold=0.05)
    >>> found.threshold["probability"].round(1).tolist()
    [1.0, 1.0, 0.5]
    """

    sample_size: int

    def __post_init__(self) -> None:
        whole(self.sample_size, name="sample_size", least=1, most=MOST_SEATS)

    def draw(self, votes: Counts, *, size: int, rng: np.random.Generator) -> Counts:
        """Draw votes: ``(size, parties)``, each row with the sum of ``votes``."""
        return DirichletShares(float(self.sample_size)).draw(votes, size=size, rng=rng)


@dataclass(frozen=True, slots=True)
class Recount:
    """A number of ballots, taken at random, are read anew and may fall to any list.

    Supposes that every ballot is equally likely to be among them (without replacement) and
    falls to a list with the chance of its share as counted: no list gains or loses on average.
    A list without votes stays without.

    Parameters
    ----------
    ballots : int
        How many are read anew, at most all.

    Raises
    ------
    KzelectError
        If the number is not whole or below 0; when drawn, if it is more than
        the votes, or the votes are 10**9 or more.

    Examples
    --------
    >>> import numpy as np
    >>> from kzelect.scenarios.uncertainty import Recount
    >>> votes = np.array([600, 400])
    >>> drawn = Recount(3).draw(votes, size=1000, rng=np.random.default_rng(1))
    >>> int(abs(drawn - votes).max())
    3
    """

    ballots: int

    def __post_init__(self) -> None:
        whole(self.ballots, name="ballots", most=MOST_SEATS)

    def draw(self, votes: Counts, *, size: int, rng: np.random.Generator) -> Counts:
        """Draw votes: ``(size, parties)``, each row with the sum of ``votes``."""
        total, ballots = int(votes.sum()), int(self.ballots)
        if ballots > total:
            message = f"{ballots} ballots are to be read anew; expected at most the {total} votes"
            raise KzelectError(message)
        if total >= _URN:
            message = f"the votes are {total}; recounts are drawn from fewer than {_URN}"
            raise KzelectError(message)
        taken = rng.multivariate_hypergeometric(votes, ballots, size=size, method="marginals")
        given: Counts = rng.multinomial(ballots, votes / total, size=size)
        given += votes
        given -= taken
        return given


def _whole_votes(shares: Floats, total: int) -> Counts:
    """Turn rows in proportion to shares into whole votes of the given sum, each within 1 vote."""
    np.cumsum(shares, axis=1, out=shares)
    shares *= total / shares[:, -1:]
    np.rint(shares, out=shares)
    votes = shares.astype(np.int64)
    votes[:, -1] = total  # exact up to rounding
    np.minimum(votes, total, out=votes)
    votes[:, 1:] -= votes[:, :-1].copy()
    return votes
