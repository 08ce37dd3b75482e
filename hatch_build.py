"""Adds the built style sheet and scripts to the wheel, so that an installed Cusp needs no npm."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ASSETS = Path(__file__).parent / "src" / "cusp" / "web" / "assets" / "__init__.py"


class StyleSheetHook(BuildHookInterface):  # type: ignore[type-arg]
    """Builds the style sheet first, unless it is already built."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before packing; an editable Cusp builds when it starts."""
        if version == "editable":
            return
        assets = load_assets()
        try:
            assets.build()
        except assets.CannotBuild as error:
            sys.exit(str(error))
        build_data["force_include"][str(assets.BUILT)] = "cusp/web/static/cusp"


def load_assets() -> ModuleType:
    """Load the build module without importing Cusp, whose packages are not installed here."""
    spec = importlib.util.spec_from_file_location("assets", ASSETS)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
