/* bench_idle.c - what a board costs that nobody touches, its clock ticking.
 *
 * The app in a window of an X server of its own (Xvfb), a lesson running; its
 * processor time over a while, from the kernel's own count. The budget is 0.1 % of
 * a core.
 */
#include "tests/bench/board_bench.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <time.h>

enum { WARM_S = 3, WATCH_S = 20 };
static const double BUDGET = 0.1; /* percent */

extern char **environ;

static pid_t open_display(void)
{
    int ready[2];
    char fd[16], number[16] = "", display[24];
    pid_t server = 0;
    if (pipe(ready) != 0)
        bench_stop("no pipe");
    (void)fcntl(ready[0], F_SETFD, FD_CLOEXEC);
    (void)snprintf(fd, sizeof fd, "%d", ready[1]);
    char *args[] = {(char[]){"Xvfb"},      (char[]){"-displayfd"}, fd,
                    (char[]){"-screen"},   (char[]){"0"},          (char[]){"1400x900x24"},
                    (char[]){"-nolisten"}, (char[]){"tcp"},        NULL};
    if (posix_spawnp(&server, "Xvfb", NULL, NULL, args, environ) != 0)
        return 0;
    (void)close(ready[1]);
    /* To the end of the line: whoever closes the pipe before ends the server. */
    size_t len = 0;
    while (len < sizeof number - 1 && read(ready[0], number + len, 1) == 1 && number[len] != '\n')
        len++;
    (void)close(ready[0]);
    number[len] = '\0';
    if (len == 0)
        return 0;
    (void)snprintf(display, sizeof display, ":%s", number);
    (void)setenv("DISPLAY", display, 1);
    (void)setenv("SDL_VIDEODRIVER", "x11", 1);
    return server;
}

static double processor_ms(pid_t pid)
{
    char path[64];
    long long ns = 0;
    (void)snprintf(path, sizeof path, "/proc/%d/schedstat", (int)pid);
    FILE *f = fopen(path, "r");
    if (!f || fscanf(f, "%lld", &ns) != 1)
        bench_stop("this machine does not say what a process used");
    (void)fclose(f);
    return (double)ns / 1e6;
}

static void run_board(void)
{
    BoardBench b;
    Err err = {0};
    bench_open(&b, 1280, 800, 1, platform_clock);
    bench_begin(&b);
    PlatformApp app = app_platform(b.app);
    PlatformOptions options = {.title = "Kenkyu", .width_pt = 1280, .height_pt = 800, .scale = 1};
    bool ok = platform_run(&app, &options, &err);
    bench_close(&b);
    if (!ok)
        bench_stop(err.text);
}

static void wait_s(int s)
{
    struct timespec t = {.tv_sec = s};
    while (nanosleep(&t, &t) != 0 && errno == EINTR)
        continue;
}

int main(void)
{
    pid_t server = open_display();
    if (server == 0) {
        printf("Xvfb is not there: nothing measured\n");
        return EXIT_SUCCESS;
    }
    pid_t board = fork();
    if (board == 0) {
        run_board();
        exit(EXIT_SUCCESS);
    }
    wait_s(WARM_S);
    double from = processor_ms(board);
    wait_s(WATCH_S);
    double share = (processor_ms(board) - from) / (WATCH_S * 10.0);
    if (waitpid(board, NULL, WNOHANG) != 0)
        bench_stop("the board ended before it could be watched");
    (void)kill(board, SIGTERM);
    (void)waitpid(board, NULL, 0);
    (void)kill(server, SIGTERM);
    (void)waitpid(server, NULL, 0);
    printf("idle, the clock ticking: %.4f %% of a core (budget %.1f %%: %s)\n", share, BUDGET,
           share <= BUDGET ? "kept" : "missed");
    return share <= BUDGET ? EXIT_SUCCESS : EXIT_FAILURE;
}
