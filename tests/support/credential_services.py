"""Which services take a credential, read from the functions themselves."""

from __future__ import annotations

import importlib
import inspect
import pkgutil

import services

# Asked with a cookie they say only whether it is good, or whose; the others are what services above them call.
NOT_HERE = {
    "sign_in.is_signed_in",
    "sign_in.signed_in_as",
    "follow_up.own_village",
    "import_dataset.import_dataset",
    "export_workbook.readable_meeting",
}
CREDENTIALS = ("Credential", "CardCode", "FacilitatorCookie", "Credential | None")


def services_with_a_credential() -> set[str]:
    """By reading the functions themselves; the command line's own only pass a credential on."""
    found = set()
    for module_name in (one.name for one in pkgutil.iter_modules(services.__path__)):
        module = importlib.import_module(f"services.{module_name}")
        if module_name == "identity" or module_name.endswith("_command"):
            continue
        found |= {
            f"{module_name}.{name}"
            for name, member in vars(module).items()
            if inspect.isfunction(member)
            and member.__module__ == module.__name__
            and not name.startswith("_")
            and any(one.annotation in CREDENTIALS for one in inspect.signature(member).parameters.values())
        }
    return found - NOT_HERE
