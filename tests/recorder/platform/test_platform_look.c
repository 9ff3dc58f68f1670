#include "check.h"
#include "recorder/platform/platform.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[64], gtk[96], gtk_file[128], kde_file[128];

static int set_up(void **state)
{
    (void)state;
    (void)snprintf(folder, sizeof folder, "/tmp/kenkyu-look-XXXXXX");
    if (!mkdtemp(folder))
        return -1;
    (void)snprintf(gtk, sizeof gtk, "%s/gtk-3.0", folder);
    (void)snprintf(gtk_file, sizeof gtk_file, "%s/settings.ini", gtk);
    (void)snprintf(kde_file, sizeof kde_file, "%s/kdeglobals", folder);
    (void)mkdir(gtk, 0700);
    return setenv("XDG_CONFIG_HOME", folder, 1) | unsetenv("GTK_THEME");
}

static int tear_down(void **state)
{
    (void)state;
    (void)unlink(gtk_file);
    (void)unlink(kde_file);
    (void)rmdir(gtk);
    return rmdir(folder);
}

static void put(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0 && fclose(file) == 0);
}

static void look__of_a_desktop__is_as_it_says(void **state)
{
    (void)state;
    assert_int_equal(platform_look(), PLATFORM_LOOK_LIGHT);
    put(gtk_file, "[Settings]\ngtk-application-prefer-dark-theme = 0\ngtk-theme-name=Adwaita\n");
    assert_int_equal(platform_look(), PLATFORM_LOOK_LIGHT);
    put(gtk_file, "[Settings]\ngtk-application-prefer-dark-theme=1\n");
    assert_int_equal(platform_look(), PLATFORM_LOOK_DARK);
    put(gtk_file, "gtk-theme-name=Adwaita-Dark\n");
    assert_int_equal(platform_look(), PLATFORM_LOOK_DARK);
    put(gtk_file, "gtk-theme-name=HighContrast\n");
    assert_int_equal(platform_look(), PLATFORM_LOOK_CONTRAST);
    put(gtk_file, "gtk-font-name=Darker Grotesque\n");
    assert_int_equal(platform_look(), PLATFORM_LOOK_LIGHT);
    put(kde_file, "[General]\nColorScheme=BreezeDark\n");
    assert_int_equal(platform_look(), PLATFORM_LOOK_DARK);
    assert_int_equal(setenv("GTK_THEME", "HighContrast", 1), 0);
    assert_int_equal(platform_look(), PLATFORM_LOOK_CONTRAST);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(look__of_a_desktop__is_as_it_says, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
