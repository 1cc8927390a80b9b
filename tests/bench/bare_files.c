/* The least that a program can do with a folder of migrations: read every file of it. What
 * bench_history compares with. */
#include <dirent.h>
#include <stdio.h>
#include <string.h>

int main(int argc, char **argv)
{
    static char text[1 << 16];
    char path[4096];
    size_t bytes = 0;
    DIR *folder = argc == 2 ? opendir(argv[1]) : NULL;
    if (!folder)
        return 1;
    for (struct dirent *entry = readdir(folder); entry; entry = readdir(folder)) {
        if (entry->d_name[0] == '.')
            continue;
        snprintf(path, sizeof path, "%s/%s", argv[1], entry->d_name);
        FILE *file = fopen(path, "r");
        if (!file)
            return 1;
        for (size_t len = 1; len > 0; bytes += len)
            len = fread(text, 1, sizeof text, file);
        fclose(file);
    }
    closedir(folder);
    printf("%zu\n", bytes);
    return 0;
}
