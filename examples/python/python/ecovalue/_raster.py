"""What the library sees in a raster file."""

from __future__ import annotations

import os
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from . import _ecovalue
from ._arrays import refuse


def read_raster(
    path: str | os.PathLike[str],
    band: int | None = None,
    nodata: float | str | Sequence[float | str] | None = None,
) -> npt.NDArray[np.float64]:
    """What ecovalue sees in a GeoTIFF: the values of a band in 64 bits, with scale and offset, NaN where they are missing.

    This is how :func:`ecovalue.run` reads land cover, zones and layers. A cell is missing where its number is NaN, is
    declared as nodata in the file or in ``FILE.aux.xml``, or is named in `nodata`; where the mask of the file, the file
    ``FILE.msk`` or an alpha band is 0; and where a tile was never written. Where a mask and nodata stand together, each of them
    makes a cell missing; GDAL then looks at the mask alone.

    Parameters
    ----------
    path : path
        A GeoTIFF on a grid without rotation.
    band : int, optional
        Counted from 1; a file with several bands of data needs it.
    nodata : number, text, or several, optional
        As in ``run.toml``: numbers beside those that the file declares, compared as they are stored, ranges such as
        ``"32761..32767"``, and ``"none"``, with which what the file declares counts no more.

    Returns
    -------
    array of float64
        Row 0 is the northernmost.

    Raises
    ------
    InputError
        A file that is damaged or of a form that is not read, or a band that it does not have.

    Examples
    --------
    >>> import numpy as np, ecovalue
    >>> heights = ecovalue.read_raster("examples/sichuan_basin_2019/elevation_m.tif", nodata="5000..9000")
    >>> heights.shape, bool(np.nanmax(heights) < 5000)
    ((220, 300), True)
    """
    if band is not None and (isinstance(band, bool) or not isinstance(band, (int, np.integer)) or not 1 <= band <= 65535):
        refuse("EV-I016", f"`band` is {band!r}", "bands are counted from 1", "band")
    stated = [] if nodata is None else [nodata] if isinstance(nodata, (str, int, float, np.number)) else list(nodata)
    texts = [own if isinstance(own, str) else repr(own.item() if isinstance(own, np.generic) else own) for own in stated]
    return _ecovalue.read_raster(os.fspath(path), None if band is None else int(band), texts)
