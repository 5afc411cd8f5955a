"""A process that has its imports behind it: a fork of this one, instead of a new Python."""

import atexit
import gc
import os
import resource
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, NoReturn

from infmap.__main__ import main


def forked(
    run: Callable[[], object], environment: Mapping[str, str] = os.environ
) -> dict[str, Any]:
    """Return what makes `subprocess.Popen` run a function in a fork, and start no program.

    The fork has a folder, streams, signals and an exit status of its own, as any process. Only how
    Python starts and imports is not tried.

    Parameters
    ----------
    run : callable
        What the process does.
    environment : mapping of str to str
        The environment that it sees.
    """
    return {"args": ["forked"], "preexec_fn": partial(_become, run, environment)}


def forked_command(*arguments: str, environment: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """Return what makes `subprocess.Popen` run a command of infmap in a fork."""
    return forked(partial(_command, arguments), environment)


def _command(arguments: Sequence[str]) -> None:
    sys.argv = ["infmap", *arguments]
    main()


def _become(run: Callable[[], object], environment: Mapping[str, str]) -> NoReturn:
    """Run a function in a child of this process, and end it as Python ends a script."""
    status: int | str | None = 1
    try:
        # With them the pipe by which Popen waits for a program to be started.
        os.closerange(3, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
        variables = dict(environment)
        os.environ.clear()
        os.environ.update(variables)
        tempfile.tempdir = None
        gc.enable()  # subprocess turns it off while it forks, and a program would turn it on
        atexit._clear()
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        sys.stdin = os.fdopen(0, "r", encoding="utf-8", closefd=False)
        sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
        sys.stderr = os.fdopen(2, "w", 1, encoding="utf-8", closefd=False)
        run()
        status = 0
    except SystemExit as ended:
        status = ended.code
    except BaseException:
        traceback.print_exc()
    finally:
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status if isinstance(status, int) else int(status is not None))
