// The comparison operators on two values of one type that C++ orders.
#pragma once

#include "rules/program.h"

namespace sysreel::rules {

// kIn and kIntersects compare with one of their constants, as kEqual does. False for operators that compare
// nothing.
template <typename T>
bool ordered(Operator op, T left, T right) {
  switch (op) {
    case Operator::kEqual:
    case Operator::kIn:
    case Operator::kIntersects:
      return left == right;
    case Operator::kNotEqual:
      return left != right;
    case Operator::kLess:
      return left < right;
    case Operator::kLessEqual:
      return left <= right;
    case Operator::kGreater:
      return left > right;
    case Operator::kGreaterEqual:
      return left >= right;
    default:
      return false;
  }
}

}  // namespace sysreel::rules
