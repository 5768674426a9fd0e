@echo off
rem Double-click on Windows. Sets everything up in this folder the first time; needs no administrator.
setlocal
cd /d "%~dp0"

if exist "program\Scripts\outcomes.exe" goto start

where py >nul 2>nul
if errorlevel 1 (
  echo Python 3.11 or newer is needed. Install it from the Microsoft Store or from python.org
  echo ^(leave "for all users" unticked^), then start this again.
  pause
  exit /b 1
)
echo Setting up, once. This takes a minute or two.
py -3 -c "import sys; sys.exit(sys.version_info < (3, 11))"
if errorlevel 1 (
  echo The Python on this computer is older than 3.11. Install a newer one, then start this again.
  pause
  exit /b 1
)
py -3 -m venv program
for %%w in (restorative_outcomes-*.whl) do program\Scripts\python -m pip install --quiet --disable-pip-version-check "%%w"
if errorlevel 1 (
  echo Setting up did not work. Is there a connection to the internet, this first time?
  pause
  exit /b 1
)

:start
program\Scripts\outcomes start %*
if errorlevel 1 pause
