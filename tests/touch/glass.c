#include "tests/touch/glass.h"

#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>
#include <xorg/xf86-input-inputtest-protocol.h>

enum { START_MS = 20000, PATH_SIZE = 300 };

/* Of a device's axis: the whole screen. */
static const double AXIS_SIZE = 65536;

/* Kinds of a touch, as the server numbers them. */
enum { TOUCH_BEGIN = 18, TOUCH_UPDATE = 19, TOUCH_END = 20 };

struct Glass {
    pid_t server;
    int device;
    Display *x;
    char display[16];
    char socket[PATH_SIZE];
};

extern char **environ;

/* ---- the server ---- */

static const char CONFIG[] = "Section \"ServerFlags\"\n"
                             "  Option \"AutoAddDevices\" \"false\"\n"
                             "  Option \"AutoAddGPU\" \"false\"\n"
                             "  Option \"DontVTSwitch\" \"true\"\n"
                             "EndSection\n"
                             "Section \"Device\"\n"
                             "  Identifier \"card\"\n"
                             "  Driver \"dummy\"\n"
                             "  VideoRam 65536\n"
                             "EndSection\n"
                             "Section \"Monitor\"\n"
                             "  Identifier \"monitor\"\n"
                             "  HorizSync 1-2000\n"
                             "  VertRefresh 1-2000\n"
                             "  Modeline \"glass\" 200 %d 2600 2620 2640 %d 2570 2580 2590\n"
                             "EndSection\n"
                             "Section \"Screen\"\n"
                             "  Identifier \"screen\"\n"
                             "  Device \"card\"\n"
                             "  Monitor \"monitor\"\n"
                             "  DefaultDepth 24\n"
                             "  SubSection \"Display\"\n"
                             "    Depth 24\n"
                             "    Modes \"glass\"\n"
                             "    Virtual %d %d\n"
                             "  EndSubSection\n"
                             "EndSection\n"
                             "Section \"InputDevice\"\n"
                             "  Identifier \"fingers\"\n"
                             "  Driver \"inputtest\"\n"
                             "  Option \"DeviceType\" \"Touch\"\n"
                             "  Option \"TouchCount\" \"10\"\n"
                             "  Option \"SocketPath\" \"%s\"\n"
                             "EndSection\n"
                             "Section \"ServerLayout\"\n"
                             "  Identifier \"layout\"\n"
                             "  Screen \"screen\"\n"
                             "  InputDevice \"fingers\"\n"
                             "EndSection\n";

static bool write_config(const Glass *g, const char *path)
{
    FILE *file = fopen(path, "w");
    if (!file)
        return false;
    (void)fprintf(file, CONFIG, GLASS_SIDE, GLASS_SIDE, GLASS_SIDE, GLASS_SIDE, g->socket);
    return fclose(file) == 0;
}

/* To the end of the line: whoever closes the pipe before ends the server. */
static bool read_line(int fd, char *ret_line, size_t size)
{
    struct pollfd said = {.fd = fd, .events = POLLIN};
    for (size_t len = 0; len < size && poll(&said, 1, START_MS) == 1; len++) {
        if (read(fd, ret_line + len, 1) != 1)
            return false;
        if (ret_line[len] == '\n') {
            ret_line[len] = '\0';
            return len > 0;
        }
    }
    return false;
}

/* The server chooses a free display and writes its number when it is ready. It
 * ends by itself, too, when its last client is gone: a test may be killed. */
static bool start_server(Glass *g, const char *folder)
{
    char config[PATH_SIZE], log[PATH_SIZE], out[PATH_SIZE];
    int ready[2];
    (void)snprintf(config, sizeof config, "%s/xorg.conf", folder);
    (void)snprintf(log, sizeof log, "%s/xorg.log", folder);
    (void)snprintf(out, sizeof out, "%s/xorg.out", folder);
    if (!write_config(g, config) || pipe(ready) != 0)
        return false;
    (void)fcntl(ready[0], F_SETFD, FD_CLOEXEC);
    char fd[16];
    (void)snprintf(fd, sizeof fd, "%d", ready[1]);
    char *args[] = {(char[]){"Xorg"},
                    (char[]){"-displayfd"},
                    fd,
                    (char[]){"-config"},
                    config,
                    (char[]){"-logfile"},
                    log,
                    (char[]){"-terminate"},
                    (char[]){"-nolisten"},
                    (char[]){"tcp"},
                    (char[]){"-novtswitch"},
                    (char[]){"-sharevts"},
                    NULL};
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, out, O_WRONLY | O_CREAT, 0600);
    posix_spawn_file_actions_adddup2(&files, STDOUT_FILENO, STDERR_FILENO);
    bool spawned = posix_spawnp(&g->server, "Xorg", &files, NULL, args, environ) == 0;
    posix_spawn_file_actions_destroy(&files);
    (void)close(ready[1]);
    char number[8] = "";
    bool ok = spawned && read_line(ready[0], number, sizeof number);
    (void)close(ready[0]);
    if (!spawned)
        g->server = 0;
    (void)snprintf(g->display, sizeof g->display, ":%s", number);
    return ok;
}

/* ---- the device ---- */

static bool send_event(const Glass *g, xf86ITEventAny *event, size_t len, int type)
{
    event->header.length = (uint32_t)len;
    event->header.type = (enum xf86ITEventType)type;
    return write(g->device, event, len) == (ssize_t)len;
}

static bool read_answer(const Glass *g, enum xf86ITResponseType type)
{
    xf86ITResponseAny answer;
    char *bytes = (char *)&answer;
    size_t have = 0, want = sizeof answer.header;
    while (have < want) {
        ssize_t n = read(g->device, bytes + have, want - have);
        if (n <= 0)
            return false;
        have += (size_t)n;
        if (have == sizeof answer.header)
            want = answer.header.length;
        if (want > sizeof answer)
            return false;
    }
    return answer.header.type == type;
}

static bool open_device(Glass *g)
{
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    (void)snprintf(at.sun_path, sizeof at.sun_path, "%s", g->socket);
    g->device = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (g->device < 0 || connect(g->device, (struct sockaddr *)&at, sizeof at) != 0)
        return false;
    xf86ITEventAny hello = {0};
    hello.version.major = XF86IT_PROTOCOL_VERSION_MAJOR;
    hello.version.minor = XF86IT_PROTOCOL_VERSION_MINOR;
    return send_event(g, &hello, sizeof hello.version, XF86IT_EVENT_CLIENT_VERSION) &&
           read_answer(g, XF86IT_RESPONSE_SERVER_VERSION);
}

static void set_axis(xf86ITValuatorData *data, int axis, double value)
{
    data->mask[axis / 8] |= (uint8_t)(1U << (axis % 8));
    data->valuators[axis] = value;
}

bool glass_touch(Glass *glass, int32_t finger, GlassTouch touch, float x, float y)
{
    xf86ITEventAny event = {0};
    event.touch.touchid = (uint32_t)finger;
    event.touch.touch_type = touch == GLASS_LAND   ? TOUCH_BEGIN
                             : touch == GLASS_MOVE ? TOUCH_UPDATE
                                                   : TOUCH_END;
    set_axis(&event.touch.valuators, 0, x * AXIS_SIZE / GLASS_SIDE);
    set_axis(&event.touch.valuators, 1, y * AXIS_SIZE / GLASS_SIDE);
    xf86ITEventAny wait = {0};
    return send_event(glass, &event, sizeof event.touch, XF86IT_EVENT_TOUCH) &&
           send_event(glass, &wait, sizeof(xf86ITEventWaitForSync), XF86IT_EVENT_WAIT_FOR_SYNC) &&
           read_answer(glass, XF86IT_RESPONSE_SYNC_FINISHED);
}

/* ---- open, close ---- */

static bool explain(char *why, size_t size, const char *what, const char *more)
{
    (void)snprintf(why, size, "%s%s", what, more);
    return false;
}

static bool open_all(Glass *g, const char *folder, char *why, size_t size)
{
    if (access("/usr/bin/Xorg", X_OK) != 0 && access("/usr/lib/xorg/Xorg", X_OK) != 0)
        return explain(why, size, "Xorg is not installed", "");
    (void)snprintf(g->socket, sizeof g->socket, "%s/fingers", folder);
    if (strlen(g->socket) >= sizeof((struct sockaddr_un *)0)->sun_path)
        return explain(why, size, "too long for a socket: ", g->socket);
    if (!start_server(g, folder))
        return explain(why, size, "Xorg does not run here; it says why in its log", "");
    g->x = XOpenDisplay(g->display);
    if (!g->x)
        return explain(why, size, "Xorg lets nobody in: ", strerror(errno));
    if (!open_device(g))
        return explain(why, size, "the inputtest driver does not answer: ", strerror(errno));
    return true;
}

/* A window that goes while we look at it is no reason to end. */
static int ignore_error(Display *x, XErrorEvent *error)
{
    (void)x;
    (void)error;
    return 0;
}

Glass *glass_open(const char *folder, char *why, size_t size)
{
    (void)XSetErrorHandler(ignore_error);
    Glass *g = calloc(1, sizeof *g);
    if (!g)
        return NULL;
    g->device = -1;
    if (open_all(g, folder, why, size))
        return g;
    glass_close(g);
    return NULL;
}

static void end_server(Glass *g, int signal)
{
    if (g->server <= 0)
        return;
    (void)kill(g->server, signal);
    (void)waitpid(g->server, NULL, 0);
    g->server = 0;
}

void glass_break(Glass *glass)
{
    if (glass->x)
        XCloseDisplay(glass->x);
    glass->x = NULL;
    end_server(glass, SIGKILL);
}

void glass_close(Glass *glass)
{
    if (!glass)
        return;
    if (glass->x)
        XCloseDisplay(glass->x);
    end_server(glass, SIGTERM);
    if (glass->device >= 0)
        (void)close(glass->device);
    free(glass);
}

const char *glass_display(const Glass *glass)
{
    return glass->display;
}

/* ---- what is seen ---- */

/* The mapped window that lies on the screen. */
static Window find_window(Glass *g, XWindowAttributes *ret_at)
{
    Window root = DefaultRootWindow(g->x), parent = 0, found = 0;
    Window *children = NULL;
    unsigned count = 0;
    if (!XQueryTree(g->x, root, &root, &parent, &children, &count))
        return 0;
    for (unsigned i = 0; i < count && !found; i++)
        if (XGetWindowAttributes(g->x, children[i], ret_at) && ret_at->map_state == IsViewable &&
            ret_at->class == InputOutput && ret_at->width > 100)
            found = children[i];
    if (children)
        XFree(children);
    return found;
}

bool glass_find_window(Glass *glass, GlassRect *ret_rect)
{
    XWindowAttributes at;
    if (!find_window(glass, &at))
        return false;
    *ret_rect = (GlassRect){at.x, at.y, at.width, at.height};
    return true;
}

void glass_resize_window(Glass *glass, int32_t width, int32_t height)
{
    XWindowAttributes at;
    Window window = find_window(glass, &at);
    if (window)
        XResizeWindow(glass->x, window, (unsigned)width, (unsigned)height);
    XSync(glass->x, False);
}

static void ask_to_close(Glass *g, Window window)
{
    XEvent ask = {.xclient = {.type = ClientMessage,
                              .window = window,
                              .message_type = XInternAtom(g->x, "WM_PROTOCOLS", False),
                              .format = 32}};
    ask.xclient.data.l[0] = (long)XInternAtom(g->x, "WM_DELETE_WINDOW", False);
    (void)XSendEvent(g->x, window, False, NoEventMask, &ask);
}

bool glass_end_window(Glass *glass, GlassEnd how)
{
    XWindowAttributes at;
    Window window = find_window(glass, &at);
    if (!window)
        return false;
    if (how == GLASS_ASK)
        ask_to_close(glass, window);
    else if (how == GLASS_DESTROY)
        XDestroyWindow(glass->x, window);
    else
        XKillClient(glass->x, window);
    XSync(glass->x, False);
    return true;
}

bool glass_read(Glass *glass, GlassRect r, uint32_t *ret_pixels)
{
    if (r.x < 0 || r.y < 0 || r.x + r.w > GLASS_SIDE || r.y + r.h > GLASS_SIDE)
        return false;
    XImage *image = XGetImage(glass->x, DefaultRootWindow(glass->x), r.x, r.y, (unsigned)r.w,
                              (unsigned)r.h, AllPlanes, ZPixmap);
    if (!image)
        return false;
    for (int y = 0; y < r.h; y++)
        for (int x = 0; x < r.w; x++)
            *ret_pixels++ = (uint32_t)XGetPixel(image, x, y) & 0xFFFFFF;
    XDestroyImage(image);
    return true;
}
