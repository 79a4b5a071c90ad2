"""Invented names and harmless sentences. Nothing here is medical advice, and nobody here exists."""

FIRST_NAMES = (
    "Aksel", "Alma", "Amund", "Ane", "Arvid", "Asta", "Aud", "Birk", "Borghild", "Dagny", "Edvard", "Eira", "Eldar", "Elin",
    "Embla", "Emil", "Erle", "Even", "Falk", "Frida", "Gard", "Gro", "Gudrun", "Halvor", "Hedda", "Hermod", "Hulda", "Idunn",
    "Inge", "Iver", "Jarle", "Jenny", "Joar", "Jorid", "Kaia", "Kjell", "Klara", "Lars", "Liv", "Magnhild", "Mattis", "Mille",
    "Nils", "Njål", "Odny", "Ola", "Oline", "Pernille", "Peder", "Ragna", "Randi", "Rolf", "Runa", "Sander", "Selma", "Sigve",
    "Sunniva", "Svanhild", "Sølve", "Thea", "Tiril", "Tjostolv", "Tomine", "Tor", "Tuva", "Ulrik", "Una", "Vebjørn", "Vigdis",
    "Viljar", "Ylva", "Yngve", "Ørjan", "Øydis", "Åse", "Åsmund", "Fatima", "Amir", "Leyla", "Omar", "Sara", "Yusuf", "Inga",
    "Ánte", "Máret", "Linh",
)  # fmt: skip

LAST_NAMES = (
    "Aasen", "Abrahamsen", "Akselbakk", "Alstad", "Askeland", "Bakketun", "Bergslien", "Bjørndalen", "Blåfjell", "Brattli",
    "Breivik", "Brekkhus", "Bøklepp", "Dalsnes", "Egeland", "Eikeskog", "Elvestad", "Engelund", "Fagerheim", "Fjellstad",
    "Fjordnes", "Flatmo", "Fossbakk", "Furuseth", "Granerud", "Grimstveit", "Gråsten", "Haugerud", "Heggelien", "Helleland",
    "Holmvik", "Husebråten", "Hvalnes", "Høgåsen", "Isdalen", "Kaldnes", "Kirkeøy", "Kleppan", "Kongsvold", "Krokstad",
    "Kvalsund", "Langåsen", "Lerkerud", "Lindmoen", "Lyngstad", "Løvdal", "Mariholm", "Midtsand", "Morkenes", "Myrvang",
    "Nordgård", "Nordlysnes", "Nygårdsli", "Odberg", "Orrestad", "Osvoll", "Raudberg", "Revheim", "Ringebu", "Rognan",
    "Rosenvinge", "Rydland", "Røysvik", "Sandvoll", "Skarpnes", "Skogheim", "Skåreli", "Solfjeld", "Stavsund", "Steinsli",
    "Storhaug", "Strandvoll", "Sundøy", "Svartnes", "Sæterdal", "Søråsen", "Tangvik", "Tjernli", "Torsnes", "Trollvik",
    "Tveitnes", "Ulvestad", "Utsira", "Vardåsen", "Vestnes", "Vikhammer", "Voldstad", "Ødegårdsli", "Østmark", "Ågotnes",
    "Årdalsli", "Ali", "Hussain", "Nguyen", "Sara", "Utsi",
)  # fmt: skip

TOWNS = (
    "Bjørkedal", "Elvenes", "Fagerli", "Fjordby", "Granvik", "Havnesund", "Isfjell", "Kaldvik", "Lysebotn", "Midtøy", "Nordvåg",
    "Osberg", "Rabbenes", "Sandøya", "Skogly", "Solvåg", "Steinvik", "Storøya", "Tindeli", "Ulvøy", "Vardenes", "Ytterby",
    "Ørneset", "Åsvang", "Bratthøy", "Djupvik", "Eidskog", "Flatøy", "Gullvik", "Hestnes",
)  # fmt: skip

ARENAS = ("Poliklinikk", "Akuttpost", "Døgnpost", "Ambulant team")

# (kind, name). Local activities of each institution, with names that say nothing about treatment.
LOCAL_ACTIVITIES = (
    ("procedure", "Samtale med supervisør til stede"),
    ("procedure", "Journalgjennomgang sammen med supervisør"),
    ("service", "Vakt med bakvakt i huset"),
    ("internal_teaching", "Internundervisning, onsdager"),
    ("simulation", "Øvelse i simuleringsrom"),
    ("literature", "Artikkel lagt frem for kollegene"),
    ("course", "Lokalt dagskurs"),
    ("e_learning", "E-læring om internkontroll"),
)
REFLECTIONS = (
    "Fikk god tid til å spørre etterpå.",
    "Ville ha forberedt meg mer. Gjør det annerledes neste gang.",
    "Ble tryggere på å lede samtalen selv.",
    "Snakket om rollen min i teamet.",
    "",
    "",
)
COMMENTS_WHEN_COMPLETED = ("Klar til vurdering.", "Alle aktivitetene er signert.", "")
REASONS_FOR = (
    "Har sett dette i eget arbeid flere ganger.",
    "Arbeider selvstendig og spør når det trengs.",
    "Tydelig fremgang det siste halvåret.",
)
REASONS_AGAINST = ("Har hatt for få anledninger ennå.", "Bør gjøre dette noen ganger til sammen med supervisør.")
REASONS_DESPITE = ("Avklart i samtale med supervisøren; anledningene er kommet etter uttalelsen.",)
RETURN_COMMENTS = ("Skriv litt mer om hva du selv gjorde.", "Datoen kan ikke stemme, se over.")
GOAL_RETURN_COMMENTS = ("Ta dette en gang til med veilederen din først.",)
REASON_FOR_EQUIVALENT = "Legen har nådd målet med tilsvarende aktiviteter her på sykehuset."
