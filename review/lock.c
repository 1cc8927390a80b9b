#include "review/observe.h"

#define GOES_ON "reads and writes go on"
static const struct {
    const char *name, *abbreviation, *effect;
} locks[] = {
    [ORQ_LOCK_NONE] = {"none", "-", GOES_ON},
    [ORQ_LOCK_ACCESS_SHARE] = {"ACCESS SHARE", "AS", GOES_ON},
    [ORQ_LOCK_ROW_SHARE] = {"ROW SHARE", "RS", GOES_ON},
    [ORQ_LOCK_ROW_EXCLUSIVE] = {"ROW EXCLUSIVE", "RX", GOES_ON},
    [ORQ_LOCK_SHARE_UPDATE_EXCLUSIVE] = {"SHARE UPDATE EXCLUSIVE", "SUX", GOES_ON},
    [ORQ_LOCK_SHARE] = {"SHARE", "S", "writes wait"},
    [ORQ_LOCK_SHARE_ROW_EXCLUSIVE] = {"SHARE ROW EXCLUSIVE", "SRX", "writes wait"},
    [ORQ_LOCK_EXCLUSIVE] = {"EXCLUSIVE", "X", "writes wait"},
    [ORQ_LOCK_ACCESS_EXCLUSIVE] = {"ACCESS EXCLUSIVE", "AX", "reads and writes wait"},
    [ORQ_LOCK_DATABASE_WRITE] = {"WRITE", "WRITE", "writes to the database wait"},
};

const char *orq_lock_name(enum orq_lock_mode mode)
{
    return locks[mode].name;
}

const char *orq_lock_short(enum orq_lock_mode mode)
{
    return locks[mode].abbreviation;
}

const char *orq_lock_effect(enum orq_lock_mode mode)
{
    return locks[mode].effect;
}
