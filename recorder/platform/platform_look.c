/* Whether the desktop is dark or of high contrast: SDL 2 cannot say. The places
 * where the desktops of Debian keep it are read as text; a desktop that keeps it
 * elsewhere is light to us. */
#include "recorder/platform/platform.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool holds(const char *text, const char *wanted)
{
    size_t len = strlen(wanted);
    for (; *text; text++) {
        size_t i = 0;
        while (i < len && tolower((unsigned char)text[i]) == wanted[i])
            i++;
        if (i == len)
            return true;
    }
    return false;
}

static PlatformLook look_of_name(const char *name)
{
    if (holds(name, "contrast"))
        return PLATFORM_LOOK_CONTRAST;
    return holds(name, "dark") ? PLATFORM_LOOK_DARK : PLATFORM_LOOK_LIGHT;
}

/* "key=value", as the settings of GTK and KDE are written. */
static PlatformLook look_of_line(const char *line)
{
    static const char *const names[] = {"gtk-theme-name", "ColorScheme", "LookAndFeelPackage"};
    static const char prefer[] = "gtk-application-prefer-dark-theme";
    const char *equals = strchr(line, '=');
    size_t len = equals ? (size_t)(equals - line) : 0;
    while (len > 0 && line[len - 1] == ' ')
        len--;
    if (len == sizeof prefer - 1 && strncmp(line, prefer, len) == 0)
        return strpbrk(equals, "1tT") ? PLATFORM_LOOK_DARK : PLATFORM_LOOK_LIGHT;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (len == strlen(names[i]) && strncmp(line, names[i], len) == 0)
            return look_of_name(equals + 1);
    return PLATFORM_LOOK_LIGHT;
}

static PlatformLook look_of_file(const char *path)
{
    enum { MOST_LINES = 4000 };
    char line[512];
    PlatformLook look = PLATFORM_LOOK_LIGHT;
    FILE *file = fopen(path, "r");
    for (int i = 0; file && i < MOST_LINES && look == PLATFORM_LOOK_LIGHT; i++) {
        if (!fgets(line, sizeof line, file))
            break;
        look = look_of_line(line);
    }
    if (file)
        (void)fclose(file);
    return look;
}

PlatformLook platform_look(void)
{
    static const char *const files[] = {"gtk-4.0/settings.ini", "gtk-3.0/settings.ini",
                                        "kdeglobals"};
    const char *theme = getenv("GTK_THEME"), *config = getenv("XDG_CONFIG_HOME");
    const char *home = getenv("HOME");
    PlatformLook look = theme ? look_of_name(theme) : PLATFORM_LOOK_LIGHT;
    for (size_t i = 0; i < sizeof files / sizeof files[0] && look == PLATFORM_LOOK_LIGHT; i++) {
        char path[4096];
        bool own = config && *config;
        int n = snprintf(path, sizeof path, "%s%s/%s",
                         own    ? config
                         : home ? home
                                : "",
                         own ? "" : "/.config", files[i]);
        if (n > 0 && (size_t)n < sizeof path)
            look = look_of_file(path);
    }
    return look;
}
