# Every case in turn, each as tools/cases runs it; who began with an empty SCRATCH finds it empty.
for case in cases/*; do
  rm -rf "$SCRATCH"
  mkdir "$SCRATCH"
  cp container.sh "$case/run.sh" "$SCRATCH"
  (cd "$SCRATCH" && sh run.sh) || echo "$case ended with $?"
done
