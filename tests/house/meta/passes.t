#!/bin/sh
# Passes, so that tests/house/make.t sees the difference.
echo 1..1
echo 'ok 1 - passes'
