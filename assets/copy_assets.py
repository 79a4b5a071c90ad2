"""Copy what the pages load from node_modules to the static folder, with licences and a list of what was copied.

Third-party files are never committed. Git ignores the folder; the wheel contains it. The result depends only on
package-lock.json and icons.txt: the same lock gives the same bytes.
"""

import hashlib
import json
import re
import shutil
import sys
from pathlib import Path

ASSETS = Path(__file__).resolve().parent
MODULES = ASSETS / "node_modules"
VENDOR = ASSETS.parent / "src" / "fagvei" / "web" / "static" / "vendor"

WEB = "@digdir/designsystemet-web"
ICONS = "@navikt/aksel-icons"

# From package and file to the name the templates use.
COPIES = [
    ("@digdir/designsystemet-css", "dist/src/index.css", "designsystemet/index.css"),
    ("@digdir/designsystemet-css", "dist/theme/designsystemet.css", "designsystemet/theme.css"),
    (WEB, "dist/umd/index.js", "designsystemet/index.js"),
    *(
        ("@fontsource/inter", f"files/inter-{subset}-{weight}-normal.woff2", f"inter/inter-{subset}-{weight}.woff2")
        for subset in ("latin", "latin-ext")
        for weight in (400, 600)
    ),
]

# Licences we have read and whose terms we meet by shipping their text. Anything else stops the build.
KNOWN_LICENCES = {"MIT", "BSD-3-Clause", "OFL-1.1"}

# Some packages name the MIT licence and forget its text. It must follow the copies all the same.
MIT_TEXT = """\
Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""

SOURCE_MAP_LINE = re.compile(rb"\n?(//[#@] sourceMappingURL=\S+|/\*[#@] sourceMappingURL=[^*]+\*/)\s*$")
# A bundler's path: node_modules/.pnpm/<name, + for />@<version>/node_modules/<name>/...
BUNDLED_SOURCE = re.compile(r"\.pnpm/(?P<folder>[^/]+?)@(?P<version>\d[^/_(]*)[^/]*/node_modules/")
# A hundredth of a 24th of an icon cannot be seen; what lies behind it is a quarter of the sprite.
SURPLUS_DIGITS = re.compile(r"(\.\d\d)\d+")
ICON = re.compile(r'<svg[^>]* viewBox="(?P<view>[\d. ]+)"[^>]*>\s*(?P<body>.*?)\s*</svg>\s*', re.DOTALL)


class AssetError(Exception):
    """Something the build must not guess about."""


def read_metadata(package):
    path = MODULES / package / "package.json"
    if not path.exists():
        raise AssetError(f"{package} is not in node_modules: run npm ci, or add it to assets/package.json.")
    return json.loads(path.read_text(encoding="utf-8"))


def strip_source_map(content):
    """Drop the pointer to a map we do not ship; the manifest storage of whitenoise stops on it."""
    return SOURCE_MAP_LINE.sub(b"\n", content)


def bundled_packages(source_map):
    """Name and version of every package inside the script, as its source map tells. Banners are gone from it."""
    found = {}
    for source in source_map["sources"]:
        match = BUNDLED_SOURCE.search(source)
        if match:
            found[match["folder"].replace("+", "/")] = match["version"]
        elif "node_modules/" in source:
            raise AssetError(f"Cannot tell which package this bundled file is from: {source}")
    return found


def build_sprite(names, folder):
    symbols = []
    for name in names:
        path = folder / f"{name}.svg"
        if not path.exists():
            raise AssetError(f"There is no Aksel icon named {name} (assets/icons.txt).")
        match = ICON.fullmatch(path.read_text(encoding="utf-8"))
        # An id inside an icon could meet the same id of its neighbour in the sprite; a script has no business there.
        if not match or re.search(r"\bid=|url\(|<script|<style|\bon\w+=", match["body"]):
            raise AssetError(f"The icon {name} cannot be put into a sprite as it is.")
        body = SURPLUS_DIGITS.sub(r"\1", match["body"])
        symbols.append(f'<symbol id="{name}" viewBox="{match["view"]}" fill="none">{body}</symbol>')
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"


def read_icon_names(text):
    names = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    if names != sorted(set(names)):
        raise AssetError("assets/icons.txt must be sorted, each name once.")
    return names


def licence_text(package, version):
    """The licence a package ships, or a notice made from its own metadata where it ships none."""
    metadata = read_metadata(package)
    licence = metadata.get("license")
    if licence not in KNOWN_LICENCES:
        raise AssetError(f"{package} has the licence {licence!r}, which nobody here has read yet.")
    repository = metadata.get("repository") or {}
    where = (repository if isinstance(repository, str) else repository.get("url", "")).removeprefix("git+")
    head = f"{package} {version}\nLicence: {licence}\nSource: {where}\n\n"
    shipped = sorted(path for path in (MODULES / package).iterdir() if re.match(r"(?i)(licen[cs]e|notice)", path.name))
    if shipped:
        return licence, head + "\n".join(path.read_text(encoding="utf-8") for path in shipped)
    if licence != "MIT":
        raise AssetError(f"{package} ships no licence text, and its licence {licence} needs the author's own.")
    author = metadata.get("author") or f"the authors of {package}"
    author = author if isinstance(author, str) else author["name"]
    note = "The package states this licence in its metadata and ships no licence file.\n\n"
    return licence, f"{head}{note}Copyright (c) {author}\n\n{MIT_TEXT}"


def copy_all(target):
    lock = json.loads((ASSETS / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    source_map = json.loads((MODULES / WEB / "dist/umd/index.js.map").read_text(encoding="utf-8"))
    versions = {package: read_metadata(package)["version"] for package in [*(row[0] for row in COPIES), ICONS]}
    for package, version in versions.items():
        locked = lock[f"node_modules/{package}"]["version"]
        if version != locked:
            raise AssetError(f"{package} is {version} in node_modules and {locked} in the lock: run npm ci.")

    files = {}
    for package, source, name in COPIES:
        content = (MODULES / package / source).read_bytes()
        files[name] = content if name.endswith(".woff2") else strip_source_map(content)
    icons = read_icon_names((ASSETS / "icons.txt").read_text(encoding="utf-8"))
    files["icons.svg"] = build_sprite(icons, MODULES / ICONS / "dist/svg").encode()

    packages = []
    bundled = bundled_packages(source_map)
    for package, version in sorted((bundled | versions).items()):
        licence, text = licence_text(package, version)
        licence_file = "licences/" + package.removeprefix("@").replace("/", "-") + ".txt"
        files[licence_file] = text.encode()
        packages.append(
            {
                "name": package,
                "version": version,
                "licence": licence,
                "licence_file": licence_file,
                "bundled_in": None if package in versions else WEB,
                "integrity": lock[f"node_modules/{package}"]["integrity"] if package in versions else None,
            }
        )
    listing = {
        "packages": packages,
        "files": {name: {"sha512": hashlib.sha512(content).hexdigest()} for name, content in sorted(files.items())},
    }
    files["VENDOR.json"] = (json.dumps(listing, indent=2, ensure_ascii=False) + "\n").encode()

    # Gather first, write last: a failed run leaves the folder as it was.
    shutil.rmtree(target, ignore_errors=True)
    for name, content in files.items():
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return files


def main():
    try:
        files = copy_all(VENDOR)
    except AssetError as error:
        sys.exit(f"Assets were not copied: {error}")
    size = sum(map(len, files.values()))
    print(f"Copied {len(files)} asset files ({size / 1000:.0f} kB).")


if __name__ == "__main__":
    main()
