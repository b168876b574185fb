from . import test_shop_pricelist
