from . import catalog
from . import network
from . import people
from . import trade
