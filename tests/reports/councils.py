"""Councils to test names with, and the code that a printed name refers to."""

from datetime import date

from cusp.reports.authorities import known_authorities, match_authority
from cusp.reports.names import plain_name

EVERY = known_authorities()
NOW = [council for council in EVERY if council.ended is None]
BY_CODE = {council.code: council for council in EVERY}
NAMES = {plain_name(name) for council in EVERY for name in (council.name, *council.other_names)}

# Councils that never had children's services (districts, including those abolished since 2009),
# councils in Scotland, Wales and Northern Ireland, and areas that are not councils.
OTHERS = """
Adur|Allerdale|Amber Valley|Arun|Ashfield|Ashford|Aylesbury Vale|Babergh|Barrow-in-Furness|Basildon
Basingstoke and Deane|Bassetlaw|Blaby|Bolsover|Boston|Braintree|Breckland|Brentwood|Broadland
Bromsgrove|Broxbourne|Broxtowe|Burnley|Cambridge|Cannock Chase|Canterbury|Carlisle|Castle Point
Charnwood|Chelmsford|Cheltenham|Cherwell|Chesterfield|Chichester|Chiltern|Chorley|Christchurch
Colchester|Copeland|Corby|Cotswold|Craven|Crawley|Dacorum|Dartford|Daventry|Derbyshire Dales|Dover
East Cambridgeshire|East Devon|East Dorset|East Hampshire|East Hertfordshire|East Lindsey
East Northamptonshire|East Staffordshire|East Suffolk|Eastbourne|Eastleigh|Eden|Elmbridge
Epping Forest|Epsom and Ewell|Erewash|Exeter|Fareham|Fenland|Folkestone and Hythe|Forest Heath
Forest of Dean|Fylde|Gedling|Gloucester|Gosport|Gravesham|Great Yarmouth|Guildford|Hambleton
Harborough|Harlow|Harrogate|Hart|Hastings|Havant|Hertsmere|High Peak|Hinckley and Bosworth|Horsham
Huntingdonshire|Hyndburn|Ipswich|Kettering|King's Lynn and West Norfolk|Lancaster|Lewes|Lichfield
Lincoln|Maidstone|Maldon|Malvern Hills|Mansfield|Melton|Mendip|Mid Devon|Mid Suffolk|Mid Sussex
Mole Valley|New Forest|Newark and Sherwood|Newcastle-under-Lyme|North Devon|North Dorset
North East Derbyshire|North Hertfordshire|North Kesteven|North Norfolk|North Warwickshire
North West Leicestershire|Northampton|Norwich|Nuneaton and Bedworth|Oadby and Wigston|Oxford|Pendle
Preston|Purbeck|Redditch|Reigate and Banstead|Ribble Valley|Richmondshire|Rochford|Rossendale|Rother
Rugby|Runnymede|Rushcliffe|Rushmoor|Ryedale|Scarborough|Sedgemoor|Selby|Sevenoaks|Shepway
Somerset West and Taunton|South Bucks|South Cambridgeshire|South Derbyshire|South Hams
South Holland|South Kesteven|South Lakeland|South Norfolk|South Northamptonshire|South Oxfordshire
South Ribble|South Somerset|South Staffordshire|Spelthorne|St Albans|St Edmundsbury|Stafford
Staffordshire Moorlands|Stevenage|Stratford-on-Avon|Stroud|Suffolk Coastal|Surrey Heath|Swale
Tamworth|Tandridge|Taunton Deane|Teignbridge|Tendring|Test Valley|Tewkesbury|Thanet|Three Rivers
Tonbridge and Malling|Torridge|Tunbridge Wells|Uttlesford|Vale of White Horse|Warwick|Watford
Waveney|Waverley|Wealden|Wellingborough|Welwyn Hatfield|West Devon|West Dorset|West Lancashire
West Lindsey|West Oxfordshire|West Somerset|West Suffolk|Weymouth and Portland|Winchester|Woking
Worcester|Worthing|Wychavon|Wycombe|Wyre|Wyre Forest
Aberdeen|Aberdeenshire|Angus|Argyll and Bute|Clackmannanshire|Dumfries and Galloway|Dundee
East Ayrshire|East Dunbartonshire|East Lothian|East Renfrewshire|Edinburgh|Falkirk|Fife|Glasgow
Highland|Inverclyde|Midlothian|Moray|North Ayrshire|North Lanarkshire|Orkney Islands
Perth and Kinross|Renfrewshire|Scottish Borders|Shetland Islands|South Ayrshire|South Lanarkshire
Stirling|West Dunbartonshire|West Lothian
Blaenau Gwent|Bridgend|Caerphilly|Cardiff|Carmarthenshire|Ceredigion|Conwy|Denbighshire|Flintshire
Gwynedd|Isle of Anglesey|Merthyr Tydfil|Monmouthshire|Neath Port Talbot|Newport|Pembrokeshire|Powys
Rhondda Cynon Taf|Swansea|Torfaen|Vale of Glamorgan|Wrexham
Antrim and Newtownabbey|Belfast|Derry City and Strabane|Fermanagh and Omagh|Mid Ulster
Isle of Man|Avon|Berkshire|Cleveland|East Surrey|East Yorkshire|Greater London|Greater Manchester
Humberside|London|Merseyside|Middlesex|South Yorkshire|Sussex|Tyne and Wear|West Midlands
West Surrey|West Yorkshire|Yorkshire|Cornwall and Isles of Scilly|Westminster Abbey|Wexcombe
"""


def code_of(printed: str, on: date | None = None) -> str | None:
    found = match_authority(printed, on=on)
    return found.code if found else None
