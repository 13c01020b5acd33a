/* SPDX-License-Identifier: ISC */
#ifndef WRAPPER_CTL_REFUSALS_H
#define WRAPPER_CTL_REFUSALS_H

/*
 * Prints the last few messages that truefrom refused, or would have refused in
 * monitor mode, out of the mail log, where this process can read it.
 */
void refusals_print(void);

#endif
