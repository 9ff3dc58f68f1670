/* main.c - the program: hands the command line to cli.c. */
int main(void)
{
    return 0;
}
