// Device numbers as user space has them, in stat(2) and in /proc.
#ifndef SYSREEL_BPF_DEVICE_NUMBER_H
#define SYSREEL_BPF_DEVICE_NUMBER_H

// Of the kernel's own number, major << 20 | minor. The minor's upper bits stand above the major.
static __always_inline __u32 encode_device(__u32 device) {
  const __u32 major = device >> 20;
  const __u32 minor = device & 0xfffff;
  return (minor & 0xff) | major << 8 | (minor & ~0xffU) << 12;
}

#endif
