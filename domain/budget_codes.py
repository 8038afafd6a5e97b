"""Activity and account of a budget sheet: what the office says, else what is known, else that nothing is prescribed."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from domain.refusal import Refused
from domain.worker_groups import Segment

LONGEST_CODE = 160
NO_CODE = "Belum ada kode baku untuk pekerja rentan; disepakati desa dan kecamatan"
OFFICIALS_ACTIVITY = "1.1.03 Penyediaan Jaminan Sosial bagi Kepala Desa dan Perangkat Desa"
OFFICIALS_ACCOUNT = "5.1.3.03 (Kepala Desa), 5.1.3.04 (Perangkat Desa) Jaminan Ketenagakerjaan"
OFFICIALS_SOURCE = (
    "Kode perangkat desa: usulan menurut Permendagri 20/2018, dibaca dari daftar kode OpenSID dan lima daftar umum "
    "lain; hanya untuk Kepala Desa dan Perangkat Desa, dan diperiksa dengan daftar kode kabupaten."
)
"""Where the officials' codes were read. For vulnerable workers no such list names one, so none is suggested."""


@dataclass(frozen=True, slots=True)
class BudgetCodes:
    """What the office has set for its regency; empty where it has set nothing.

    Attributes:
        activity, account: of BPU workers.
        officials_activity, officials_account: of village officials (PU).
    """

    activity: str = ""
    account: str = ""
    officials_activity: str = ""
    officials_account: str = ""

    def check(self) -> None:
        """Refuse what no sheet has room for."""
        for name in self.__dataclass_fields__:
            if len(getattr(self, name)) > LONGEST_CODE:
                reason = f"Kode kegiatan dan rekening paling panjang {LONGEST_CODE} huruf."
                raise Refused("annexes.code", reason, field=name)

    def tidied(self) -> BudgetCodes:
        """The codes as they are kept, each on one line without needless spaces.

        Raises:
            Refused: a code is too long, or has signs that cannot be printed; with its field.

        >>> BudgetCodes(activity=" 2.1.90   Lain-lain ").tidied().activity
        '2.1.90 Lain-lain'
        """
        found = BudgetCodes(**{name: " ".join(text.split()) for name, text in asdict(self).items()})
        found.check()
        for name, text in asdict(found).items():
            if not text.isprintable():
                raise Refused("annexes.code", "Kode kegiatan dan rekening hanya huruf yang dapat dicetak.", field=name)
        return found

    def over(self, kept: BudgetCodes) -> BudgetCodes:
        """These where they say something, else those that are kept."""
        return BudgetCodes(**{name: text.strip() or getattr(kept, name) for name, text in asdict(self).items()})

    def of(self, segment: Segment) -> tuple[str, str]:
        """Activity and account of a segment's workers.

        >>> BudgetCodes(activity="2.1.90 Lain-lain").of("BPU")[0], BudgetCodes().of("PU")[0][:6]
        ('2.1.90 Lain-lain', '1.1.03')
        """
        if segment == "PU":
            return (
                self.officials_activity.strip() or OFFICIALS_ACTIVITY,
                self.officials_account.strip() or OFFICIALS_ACCOUNT,
            )
        return self.activity.strip() or NO_CODE, self.account.strip() or NO_CODE

    @property
    def suggests_for_officials(self) -> bool:
        """Whether a code on an officials' sheet is the program's suggestion and not the office's own."""
        return not (self.officials_activity.strip() and self.officials_account.strip())
