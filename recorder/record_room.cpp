#include "recorder/record_room.h"

#include <algorithm>

namespace sysreel {
namespace {

constexpr uint32_t kPadding = 8;
constexpr uint32_t kNumber = sizeof(reel_field) + 8;
constexpr uint32_t kComponent = 256;
constexpr uint32_t kString = REEL_PATH_MAX;
// A walk ends behind the component that passed its bound; cgroups have a byte before and after each path.
constexpr uint32_t kPath = REEL_PATH_MAX + 2 * kComponent;
constexpr uint32_t kArea = REEL_AREA_MAX + REEL_PATH_MAX;
constexpr uint32_t kSocket = 512;  // addresses, tuples, options
constexpr uint32_t kPolled = 8 + 64 * 8;
constexpr uint32_t kHead = sizeof(reel_record) + sizeof(uint64_t) * REEL_CALL_ARGS + 2 * kPadding;
constexpr uint32_t kLargest = REEL_RECORD_MAX + REEL_FIELD_MAX;

uint32_t bytes_of_task(uint8_t member) {
  switch (member) {
    case REEL_TASK_ARGS:
    case REEL_TASK_ENV:
      return kArea;
    case REEL_TASK_CWD:
    case REEL_TASK_ROOT:
    case REEL_TASK_EXE_PATH:
    case REEL_TASK_CGROUPS:
      return kPath;
    case REEL_TASK_COMM:
    case REEL_TASK_EXE:
      return kString;
    default:
      return kNumber;
  }
}

uint32_t bytes_of(const reel_op& op, uint32_t snaplen) {
  switch (op.opcode) {
    case REEL_OP_STRING:
    case REEL_OP_DYNAMIC:
    case REEL_OP_HOOK:
      return kString;
    case REEL_OP_BYTES:
    case REEL_OP_IOVECS:
    case REEL_OP_MESSAGE:
    case REEL_OP_CONTROL:
      return std::min<uint32_t>(snaplen, REEL_SNAPLEN_MAX);
    case REEL_OP_SOCKADDR:
    case REEL_OP_SOCKET_OPTION:
    case REEL_OP_TUPLE:
    case REEL_OP_MESSAGE_TUPLE:
      return kSocket;
    case REEL_OP_POLL:
      return kPolled;
    case REEL_OP_FILE:
      return op.member == REEL_FILE_PATH ? kPath : kNumber;
    case REEL_OP_TASK:
      return bytes_of_task(op.member);
    case REEL_OP_EXEC:
      return op.member == REEL_EXEC_ARGS || op.member == REEL_EXEC_ENV ? kArea : kString;
    default:
      return kNumber;
  }
}

}  // namespace

uint32_t room_of(const std::vector<reel_op>& ops, uint32_t snaplen) {
  uint32_t room = kHead;
  for (const reel_op& op : ops)
    room += sizeof(reel_field) + kPadding + std::max(kNumber, bytes_of(op, snaplen));
  return std::min(room, kLargest);
}

}  // namespace sysreel
