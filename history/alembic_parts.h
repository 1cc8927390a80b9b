/* What finding Alembic's table asks of an engine. */
#ifndef ORQ_HISTORY_ALEMBIC_PARTS_H
#define ORQ_HISTORY_ALEMBIC_PARTS_H

struct orq_alembic_engine {
    const char *dialect;
    /* A query: the tables alembic_version that have a column version_num, written as SQL names
     * them; beside each the GRANT that this role needs to read it, NULL where it may. */
    const char *tables;
};

extern const struct orq_alembic_engine orq_alembic_sqlite, orq_alembic_postgres;

#endif
