"""Reference systems of data sets, read by pyproj: codes, well-known text, PROJ strings, and the grid mapping of CF."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from ._arrays import refuse

#: Attributes of a grid mapping that hold a whole system, the fullest first.
_TEXTS = ("crs_wkt", "spatial_ref", "esri_pe_string", "proj4", "proj4text", "epsg_code", "epsg")


class Reference(NamedTuple):
    """A reference system."""

    #: Well-known text, or ``EPSG:…``.
    text: str
    #: ``EPSG:…`` where it is one of EPSG, else well-known text.
    name: str


def reference_of(data: Any, ecosystem: Any, stated: object = None) -> Reference:
    """The reference system of a data set: as it is stated, or as its attributes have it."""
    system = stated if stated is not None else _of_attributes(data, ecosystem)
    if system is None:
        refuse(
            "EV-G002",
            "the data has no coordinate reference system",
            'state it, e.g. crs="EPSG:4326" for degrees, or give a variable `area`',
            "crs",
        )
    return reference(system)


def reference(system: object) -> Reference:
    """Any system that pyproj reads; of one with heights or a shift of datum, its horizontal part."""
    plain = re.fullmatch(r"(?i)\s*(?:epsg:)?(\d+)\s*", str(system))
    try:
        from pyproj import CRS
        from pyproj.exceptions import CRSError
    except ImportError as error:
        if plain:
            return Reference(*[f"EPSG:{int(plain.group(1))}"] * 2)
        raise ImportError("a reference system other than a plain EPSG code needs pyproj: pip install ecovalue[xarray]") from error
    try:
        if isinstance(system, Mapping) and "grid_mapping_name" in system:
            found = CRS.from_cf(dict(system))
        elif plain:
            found = CRS.from_epsg(int(plain.group(1)))
        else:
            found = CRS.from_user_input(system)
    except (CRSError, ValueError, TypeError) as error:
        first = str(error).splitlines()[0][:160]
        refuse("EV-G002", f"the reference system {str(system)[:80]!r} cannot be read: {first}", 'state crs="EPSG:…"', "crs")
    horizontal = _horizontal(found)
    text = str(horizontal.to_wkt())
    authority, code = horizontal.to_authority() or ("", "")
    same = authority == "EPSG" and horizontal.equals(CRS.from_epsg(int(code)), ignore_axis_order=True)
    return Reference(text, f"EPSG:{code}" if same else text)


def _horizontal(system: Any) -> Any:
    """The system of x and y: without heights, and without a shift to another datum."""
    for _ in range(4):
        if system.is_compound:
            system = system.sub_crs_list[0]
        elif system.is_bound:
            system = system.source_crs
        else:
            break
    return system.to_2d() if len(system.axis_info) == 3 else system


def _of_attributes(data: Any, ecosystem: Any) -> object | None:
    for own in (ecosystem, data):
        mapping = _mapping_of(data, own)
        if mapping is not None:
            return mapping
    for own in (data, ecosystem):
        if own.attrs.get("crs") not in (None, ""):
            return own.attrs["crs"]  # type: ignore[no-any-return]
    for name in ("spatial_ref", "crs"):
        if name in data.coords or name in data.variables:
            found = _of_mapping(data[name].attrs)
            if found is not None:
                return found
    return _of_mapping({**data.attrs, **ecosystem.attrs})


def _mapping_of(data: Any, own: Any) -> object | None:
    """The system that the grid mapping of a variable names."""
    named = own.attrs.get("grid_mapping") or own.encoding.get("grid_mapping")
    if not isinstance(named, str):
        return None
    # `crs: x y` names the coordinates that it is of.
    name = named.split()[0].rstrip(":") if named.split() else ""
    if name not in data.variables:
        return None
    return _of_mapping(data[name].attrs)


def _of_mapping(attributes: Mapping[str, Any]) -> object | None:
    for key in _TEXTS:
        if attributes.get(key) not in (None, ""):
            return attributes[key]  # type: ignore[no-any-return]
    return dict(attributes) if "grid_mapping_name" in attributes else None
