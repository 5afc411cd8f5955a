"""When a city was a capital, from 1972 on: facts that GeoNames does not hold, in one place.

Times begin with the first event of data/events.csv; what was so before has a blank `since`. A
state begins on the day that it declared the independence which lasted; of the Baltic states on the
day that the Soviet Union recognised theirs. A state that only changed its name has its rows under
today's; where the state itself is another, each has rows of its own. Beside East Germany the
Federal Republic is West Germany, as it is among holders.
"""

from __future__ import annotations

# The day the state began, by the codes of its rows.
STATE_SINCE = {
    "1973-07-10": "BHS",
    "1973-09-24": "GNB",
    "1974-02-07": "GRD",
    "1975-06-25": "MOZ",
    "1975-07-05": "CPV",
    "1975-07-06": "COM",
    "1975-07-12": "STP",
    "1975-09-16": "PNG",
    "1975-11-11": "AGO",
    "1975-11-25": "SUR",
    "1976-06-29": "SYC",
    "1977-06-27": "DJI",
    "1978-07-07": "SLB",
    "1978-10-01": "TUV",
    "1978-11-03": "DMA",
    "1979-02-22": "LCA",
    "1979-07-12": "KIR",
    "1979-10-27": "VCT",
    "1980-04-18": "ZWE",
    "1980-07-30": "VUT",
    "1981-09-21": "BLZ",
    "1981-11-01": "ATG",
    "1983-09-19": "KNA",
    "1984-01-01": "BRN",
    "1986-10-21": "MHL",
    "1986-11-03": "FSM",
    "1988-11-15": "PSE",
    "1990-03-21": "NAM",
    "1991-04-09": "GEO",
    "1991-06-25": "HRV SVN",
    "1991-08-24": "UKR",
    "1991-08-25": "BLR",
    "1991-08-27": "MDA",
    "1991-08-31": "KGZ UZB",
    "1991-09-06": "EST LTU LVA",
    "1991-09-08": "MKD",
    "1991-09-09": "TJK",
    "1991-09-21": "ARM",
    "1991-10-18": "AZE",
    "1991-10-27": "TKM",
    "1991-12-16": "KAZ",
    "1991-12-26": "RUS",
    "1992-03-03": "BIH",
    "1993-01-01": "CZE SVK",
    "1993-05-24": "ERI",
    "1994-10-01": "PLW",
    "2002-05-20": "TLS",
    "2006-06-03": "MNE",
    "2006-06-05": "SRB",
    "2008-02-17": "XKX",
    "2011-07-09": "SSD",
}

# The day the city became the capital or seat that it is today, where that is later than its state.
CITY_SINCE = {
    "Abidjan": "1983-03-21",
    "Abuja": "1991-12-12",
    "Aden": "2015-03-21",
    "Astana": "1997-12-10",
    "Berlin": "1990-10-03",
    "Ciudad de la Paz": "2026-01",
    "Dodoma": "1996-02",
    "Gitega": "2019-01",
    "Lilongwe": "1975-01-01",
    "Malabo": "2026-01",
    "Manila": "1976-06-24",
    "Naypyidaw": "2005-11-06",
    "Ngerulmud": "2006-10-07",
    "Palikir": "1989-11",
    "Putrajaya": "1999-06",
    "Ramallah": "1994-07",
    "Sri Jayewardenepura Kotte": "1982-04-29",
    "Yamoussoukro": "1983-03-21",
}

# What was a capital or seat and is none any more, or was that of another state: id, city and
# country to GeoNames, name, state and its code, role, standing in the United Nations, first and
# last day.
FORMER = [
    line.split("|")
    for line in """\
bonn|Bonn|DE|Bonn|West Germany|DEU|capital|member||1990-10-02
bonn-seat|Bonn|DE|Bonn|Germany|DEU|seat-of-government|member|1990-10-03|1999-08-31
east-berlin|Berlin|DE|East Berlin|East Germany|DDR|capital|member||1990-10-02
moscow-soviet-union|Moscow|RU|Moscow|Soviet Union|SUN|capital|member||1991-12-25
prague-czechoslovakia|Prague|CZ|Prague|Czechoslovakia|CSK|capital|member||1992-12-31
belgrade-yugoslavia|Belgrade|RS|Belgrade|Yugoslavia|YUG|capital|member||2006-06-04
saigon|Ho Chi Minh City|VN|Saigon|South Vietnam||capital|observer||1975-04-30
aden-south-yemen|Aden|YE|Aden|South Yemen|YMD|capital|member||1990-05-21
abidjan-capital|Abidjan|CI|Abidjan|Côte d'Ivoire|CIV|capital|member||1983-03-20
almaty|Almaty|KZ|Almaty|Kazakhstan|KAZ|capital|member|1991-12-16|1997-12-09
bujumbura|Bujumbura|BI|Bujumbura|Burundi|BDI|capital|member||2018-12
dar-es-salaam|Dar es Salaam|TZ|Dar es Salaam|Tanzania|TZA|capital|member||1996-01
kolonia|Kolonia|FM|Kolonia|Micronesia|FSM|capital|member|1986-11-03|1989-10
koror|Koror|PW|Koror|Palau|PLW|capital|member|1994-10-01|2006-10-06
lagos|Lagos|NG|Lagos|Nigeria|NGA|capital|member||1991-12-11
malabo-capital|Malabo|GQ|Malabo|Equatorial Guinea|GNQ|capital|member||2025-12
quezon-city|Quezon City|PH|Quezon City|Philippines|PHL|capital|member||1976-06-23
yangon|Yangon|MM|Yangon|Myanmar|MMR|capital|member||2005-11-05
zomba|Zomba|MW|Zomba|Malawi|MWI|capital|member||1974-12-31
""".splitlines()
]
FORMER_NOTES = {
    "bonn": "Provisional capital of the Federal Republic of Germany.",
    "bonn-seat": "Seat of parliament and government until the move of 1999; Berlin was the "
    "capital.",
    "east-berlin": "Capital of the German Democratic Republic by its own law; the Western "
    "powers held that Berlin stood under the four. UN member since 1973. Point "
    "at the middle of Berlin.",
    "moscow-soviet-union": "The Soviet Union was dissolved on 26 December 1991.",
    "belgrade-yugoslavia": "Socialist Federal Republic until 1992, then the Federal Republic of "
    "Serbia and Montenegro, in the United Nations again from 2000; named "
    "Serbia and Montenegro from 2003.",
    "saigon": "Capital of the Republic of Vietnam.",
    "aden-south-yemen": "Capital of the People's Democratic Republic of Yemen.",
    "almaty": "Named Alma-Ata until 1993.",
    "bujumbura": "The law that moved the political capital is of January 2019.",
    "dar-es-salaam": "Dodoma was declared the capital in 1973; this row ends with parliament's "
    "move there, and most of the government stayed until 2016 to 2019.",
    "quezon-city": "Capital by law; most of the government sat in Manila.",
    "yangon": "The country was named Burma, the city Rangoon, until 1989.",
}

# The last day in the Warsaw Pact, by the code of the state. All joined in 1955; Albania had left
# before the table begins.
WARSAW_PACT_UNTIL = {
    "1990-09-24": "DDR",
    "1991-07-01": "BGR CSK HUN POL ROU SUN",
}
