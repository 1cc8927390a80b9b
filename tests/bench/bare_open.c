/* The least that a program can do with a database: open it and read sqlite_schema. What bench_open
 * compares with. */
#include <sqlite3.h>

int main(int argc, char **argv)
{
    sqlite3 *handle = 0;
    sqlite3_stmt *statement = 0;
    int rows = 0;
    if (argc != 2 || sqlite3_open_v2(argv[1], &handle, SQLITE_OPEN_READONLY, 0) != SQLITE_OK)
        return 1;
    if (sqlite3_prepare_v2(handle, "SELECT type, name, tbl_name, sql FROM sqlite_schema", -1,
                           &statement, 0) != SQLITE_OK)
        return 1;
    while (sqlite3_step(statement) == SQLITE_ROW)
        rows += sqlite3_column_bytes(statement, 3) > 0;
    sqlite3_finalize(statement);
    sqlite3_close(handle);
    return rows > 0 ? 0 : 1;
}
