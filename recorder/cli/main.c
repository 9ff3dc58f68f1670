/* main.c - the program: hands the command line to cli.c. */
#include "recorder/cli/cli.h"

int main(int argc, char **argv)
{
    return cli_main(argc, argv);
}
