#!/bin/sh
# Fails on purpose: tests/house/make.t.
echo 1..1
echo 'not ok 1 - fails'
