#!/usr/bin/env bash
# Builds what is released into dist/, and tries it as a stranger would: sdist and wheel, each in a
# clean environment and an empty folder, with the README's two lines and every notebook. Beside the
# wheel goes its bill of materials (CycloneDX); licences and known weaknesses of what it installs
# are checked, the latter where the package index answers; so are metadata, citation and recipe. The
# tables lie beside it in an archive of their own. All files have their checksum in dist/SHA256SUMS.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 -m venv "$work/tools"
"$work/tools/bin/pip" install -q build cyclonedx-bom pip-audit pip-licenses
# Apart, since no versions of both would suit each other.
python3 -m venv "$work/readers"
"$work/readers/bin/pip" install -q cffconvert py-rattler-build twine
rm -rf "$root/dist"
"$work/tools/bin/python" -m build -o "$root/dist" "$root" >/dev/null

# What a package index, an archive and a channel read of it.
"$work/readers/bin/twine" check --strict "$root"/dist/*
"$work/readers/bin/cffconvert" --validate -i "$root/CITATION.cff"
"$work/readers/bin/python" -c "import sys, rattler_build as conda
print(conda.Stage0Recipe.from_yaml(open(sys.argv[1]).read()).render()[0].recipe)" \
  "$root/conda/recipe.yaml"

for built in "$root"/dist/infmap-*.tar.gz "$root"/dist/infmap-*.whl; do
  rm -rf "$work/venv" "$work/empty" && mkdir "$work/empty"
  python3 -m venv "$work/venv"
  "$work/venv/bin/pip" install -q "$built"
  # Before anything else is installed: the environment is the release and what it needs.
  if [[ $built == *.whl ]]; then
    "$work/venv/bin/pip" uninstall -q -y setuptools
    "$work/tools/bin/cyclonedx-py" environment --output-reproducible --mc-type library \
      --pyproject "$root/pyproject.toml" --of JSON -o "${built%.whl}.cdx.json" "$work/venv"
    "$work/tools/bin/pip-licenses" --python "$work/venv/bin/python" --partial-match \
      --allow-only "$(grep -v '^#' "$root/scripts/licences.txt" | paste -sd ';')" >/dev/null
    "$work/tools/bin/pip-audit" --path "$("$work/venv/bin/python" -c \
      'import sysconfig; print(sysconfig.get_path("purelib"))')" >"$work/audit" 2>&1 || true
    if grep "Found .* known vulnerabilit" "$work/audit"; then
      cat "$work/audit"
      exit 1
    elif grep -q "No known vulnerabilities found" "$work/audit" &&
      ! grep -q "could not be audited: numpy" "$work/audit"; then
      echo "no known weakness"
    else
      echo "not audited: the package index keeps no record of weaknesses"
    fi
  fi
  (
    cd "$work/empty"
    PATH="$work/venv/bin:$PATH"
    infmap map
    infmap coverage --site deveselu --format csv | grep "London,United Kingdom,2003.39" >/dev/null
    infmap check >/dev/null
    pip install -q nbconvert ipykernel
    cp "$root"/notebooks/*.ipynb .
    jupyter nbconvert --to notebook --execute --output-dir ran ./*.ipynb >"$work/log" 2>&1 ||
      { cat "$work/log"; exit 1; }
    test -s infmap.html
  )
  echo "$(basename "$built"): installs, draws, answers, runs the notebooks"
done
# The tables by themselves, with codebook and licence, by their own version.
day=$(sed -n 's/^  "version": "\(.*\)",$/\1/p' "$root/data/datapackage.json")
tar -C "$root" --sort=name --mtime="${day//./-} UTC" --owner=0 --group=0 --numeric-owner --mode=u=rwX,go=rX \
  -c data | gzip -n >"$root/dist/infmap-data-$day.tar.gz"
(cd "$root/dist" && sha256sum ./*.tar.gz ./*.whl ./*.json >SHA256SUMS)
ls -l "$root/dist"
